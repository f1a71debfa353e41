package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
