package dev.sextant.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Dependencies point one way: coordinator -> worker -> common, coordinator -> sql -> common. */
@AnalyzeClasses(packages = "dev.sextant", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule commonKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage("dev.sextant.common..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sextant.sql..", "dev.sextant.worker..", "dev.sextant.coordinator..");

    @ArchTest
    static final ArchRule workerNeverSeesTheDatabase = noClasses()
            .that()
            .resideInAPackage("dev.sextant.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sextant.sql..", "dev.sextant.coordinator..", "java.sql..", "org.postgresql..");

    /** It takes the cluster's Hadoop settings from Spark's environment, and nothing else. */
    @ArchTest
    static final ArchRule workerRunsNoSparkJobs = noClasses()
            .that()
            .resideInAPackage("dev.sextant.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.spark.api..",
                    "org.apache.spark.rdd..",
                    "org.apache.spark.scheduler..",
                    "org.apache.spark.rpc..");

    @ArchTest
    static final ArchRule sqlKnowsOnlyTheDomain = noClasses()
            .that()
            .resideInAPackage("dev.sextant.sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sextant.worker..", "dev.sextant.coordinator..", "org.apache.spark..");

    @ArchTest
    static final ArchRule onlySqlTalksToPostgreSql = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sextant.sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule searchIsPure = classes()
            .that()
            .resideInAPackage("dev.sextant.coordinator.search..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sextant.coordinator.search..",
                    "dev.sextant.common.space..",
                    "dev.sextant.common.study..",
                    "org.apache.commons.math3..",
                    "java.lang..",
                    "java.util..",
                    "java.math..");

    @ArchTest
    static final ArchRule searchHasNoClock = noClasses()
            .that()
            .resideInAPackage("dev.sextant.coordinator.search..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule scheduleKnowsNeitherLifeNorCommands = noClasses()
            .that()
            .resideInAPackage("dev.sextant.coordinator.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sextant.coordinator.study..",
                    "dev.sextant.coordinator.cli..",
                    "dev.sextant.coordinator.report..");

    @ArchTest
    static final ArchRule lifeKnowsNoCommands = noClasses()
            .that()
            .resideInAPackage("dev.sextant.coordinator.study..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sextant.coordinator.cli..", "dev.sextant.coordinator.report..");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            SlicesRuleDefinition.slices().matching("dev.sextant.(**)").should().beFreeOfCycles();
}
