package dev.sextant.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: coordinator -> worker -> common, coordinator -> sql -> common. */
class ArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sextant");

    @Test
    void seesAllModules() {
        for (String module : List.of("common.space", "sql", "worker", "coordinator.schedule")) {
            assertThat(CLASSES.containPackage("dev.sextant." + module))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void commonKnowsNoOtherModule() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sextant.sql..", "dev.sextant.worker..", "dev.sextant.coordinator..");
        rule.check(CLASSES);
    }

    @Test
    void workerNeverSeesTheDatabase() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sextant.sql..", "dev.sextant.coordinator..", "java.sql..", "org.postgresql..");
        rule.check(CLASSES);
    }

    @Test
    void roomsOfTheWorkerFormNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("dev.sextant.worker.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** It takes the cluster's Hadoop settings from Spark's environment, and nothing else. */
    @Test
    void workerRunsNoSparkJobs() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.spark.api..",
                        "org.apache.spark.rdd..",
                        "org.apache.spark.scheduler..",
                        "org.apache.spark.rpc..");
        rule.check(CLASSES);
    }

    @Test
    void sqlKnowsOnlyTheDomain() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sextant.worker..", "dev.sextant.coordinator..", "org.apache.spark..");
        rule.check(CLASSES);
    }

    @Test
    void onlySqlTalksToPostgreSql() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.sextant.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..", "org.flywaydb..");
        rule.check(CLASSES);
    }

    @Test
    void searchIsPure() {
        ArchRule rule = classes()
                .that()
                .resideInAPackage("dev.sextant.coordinator.search..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sextant.coordinator.search..",
                        "dev.sextant.common.random..",
                        "dev.sextant.common.space..",
                        "dev.sextant.common.study..",
                        "dev.sextant.common.text..",
                        "org.apache.commons.math3..",
                        "java.lang..",
                        "java.util..",
                        "java.math..");
        rule.check(CLASSES);
    }

    @Test
    void searchHasNoClock() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.coordinator.search..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random");
        rule.check(CLASSES);
    }

    /**
     * The time of day may be set at any moment. It dates lines of the log file, feature files by their last use, and files
     * that are written for people; the doctor compares it among machines.
     */
    @Test
    void intervalsAreNotMeasuredByTheTimeOfDay() {
        ArchRule rule = noClasses()
                .that()
                .haveNameNotMatching(".*\\.(SweepProgress|SweepRun|FeatureFolder|StudyPage|StudyDump)")
                .and()
                .haveNameNotMatching(".*\\.(DoctorCommand|DatabaseCheck|ExecutorFacts|SparkCluster)")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class);
        rule.check(CLASSES);
    }

    @Test
    void outsidersOfTheSearchNameOnlyItsFrontRooms() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.sextant.coordinator.search..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.sextant.coordinator.search..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "dev.sextant.coordinator.search", "dev.sextant.coordinator.search.ask"))));
        rule.check(CLASSES);
    }

    @Test
    void scheduleKnowsNoSpark() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.coordinator.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "dev.sextant.coordinator.spark..");
        rule.check(CLASSES);
    }

    @Test
    void scheduleKnowsNeitherStudiesNorCommands() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.coordinator.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sextant.coordinator.study..",
                        "dev.sextant.coordinator.cli..",
                        "dev.sextant.coordinator.report..");
        rule.check(CLASSES);
    }

    @Test
    void studyKnowsNoCommands() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.sextant.coordinator.study..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sextant.coordinator.cli..", "dev.sextant.coordinator.report..");
        rule.check(CLASSES);
    }

    /** What is checked must not depend on how it is checked. */
    @Test
    void onlyCommandsKnowTheDoctor() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages("dev.sextant.coordinator.doctor..", "dev.sextant.coordinator.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sextant.coordinator.doctor..");
        rule.check(CLASSES);
    }

    @Test
    void nobodyKnowsCommands() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.sextant.coordinator.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sextant.coordinator.cli..");
        rule.check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        ArchRule rule = SlicesRuleDefinition.slices()
                .matching("dev.sextant.(**)")
                .should()
                .beFreeOfCycles();
        rule.check(CLASSES);
    }
}
