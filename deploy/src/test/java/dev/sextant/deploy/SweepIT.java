package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real sweep as a user starts it: launcher, spark-submit, the jar on executor processes, the embedded PostgreSQL. */
class SweepIT {
    @TempDir
    private Path directory;

    @Test
    @Timeout(240)
    void sweepsTheRecordedCurvesAndAnswersQuestionsAboutThem() throws Exception {
        Path study = shortened("curve-table");

        Distribution.Outcome sweep = sextant("sweep", study.toString());
        assertThat(sweep.exitCode()).as(sweep.out() + sweep.err()).isZero();
        assertThat(sweep.out()).contains("local-cluster", "Study recorded-curves is completed");

        Distribution.Outcome status = sextant("status", "recorded-curves");
        assertThat(status.exitCode()).as(status.err()).isZero();
        assertThat(status.out()).contains("COMPLETED");

        Distribution.Outcome trials = sextant("trials", "recorded-curves", "--json");
        assertThat(trials.exitCode()).as(trials.err()).isZero();
        assertThat(trials.out()).contains("\"trial\"").doesNotContain("FAILED");

        Distribution.Outcome again = sextant("sweep", study.toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
    }

    /** A JVM that is watched asks for the files of archived classes, on the driver and on executors. */
    @Test
    @Timeout(240)
    void sweepsWithArchivedClassesUnderAFlightRecorder() throws Exception {
        Path distribution = Distribution.built().home();
        assertThat(distribution.resolve("lib/sextant.jsa")).exists();
        Path driver = directory.resolve("driver.jfr");
        Path executor = directory.resolve("executor.jfr");

        Distribution.Outcome sweep = Distribution.run(
                directory,
                Map.of(
                        "SEXTANT_HOME",
                        directory.resolve("home").toString(),
                        "SEXTANT_JAVA_OPTS",
                        "-XX:StartFlightRecording:filename=" + driver
                                + " -Dspark.executor.extraJavaOptions=-XX:StartFlightRecording:filename=" + executor),
                Distribution.built().launcher(),
                "sweep",
                distribution.resolve("conf/class-archive.yaml").toString());

        assertThat(sweep.exitCode()).as(sweep.out() + sweep.err()).isZero();
        assertThat(driver).isNotEmptyFile();
        assertThat(executor).isNotEmptyFile();
    }

    @Test
    @Timeout(240)
    void startsQuietlyWithAnArchiveThatFitsNothing() throws Exception {
        Path built = Distribution.built().home();
        Path home = Files.createDirectories(directory.resolve("moved"));
        for (String folder : new String[] {"conf", "spark", "examples"}) {
            Files.createSymbolicLink(home.resolve(folder), built.resolve(folder));
        }
        Files.createDirectories(home.resolve("bin"));
        Files.copy(built.resolve("bin/sextant"), home.resolve("bin/sextant"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(home.resolve("lib"));
        Files.createSymbolicLink(home.resolve("lib/sextant.jar"), built.resolve("lib/sextant.jar"));
        Files.writeString(home.resolve("lib/sextant.jsa"), "of another Java");

        Distribution.Outcome sweep = Distribution.run(
                directory,
                Map.of("SEXTANT_HOME", directory.resolve("home").toString()),
                new Distribution(home).launcher(),
                "sweep",
                shortened("curve-table").toString());

        assertThat(sweep.exitCode()).as(sweep.out() + sweep.err()).isZero();
        assertThat(sweep.out()).contains("Study recorded-curves is completed").doesNotContain("archive");
        assertThat(sweep.err()).isEqualTo("Next: `sextant best recorded-curves`\n");
    }

    private Distribution.Outcome sextant(String... arguments) throws IOException, InterruptedException {
        return Distribution.run(
                directory,
                Map.of("SEXTANT_HOME", directory.resolve("home").toString()),
                Distribution.built().launcher(),
                arguments);
    }

    /** The example with a budget of 6 trials. */
    private Path shortened(String example) throws IOException {
        Path source = Distribution.built().home().resolve("examples").resolve(example);
        Path target = Files.createDirectories(directory.resolve(example));
        Files.copy(source.resolve("curves.csv"), target.resolve("curves.csv"));
        String study = Files.readString(source.resolve("study.yaml"));
        assertThat(study).contains("trials: 60");
        return Files.writeString(target.resolve("study.yaml"), study.replace("trials: 60", "trials: 6"));
    }
}
