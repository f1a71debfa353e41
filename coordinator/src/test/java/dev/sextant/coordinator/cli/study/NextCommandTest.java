package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes the file of a study that follows one of trials whose accuracy grows with x. */
class NextCommandTest extends CommandTest {
    @TempDir
    Path folder;

    private void importTrials(String name, int count) throws IOException {
        Path study = Files.writeString(
                folder.resolve("study.yaml"),
                """
                study: plan
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: command, command: [python3, train.py]}
                parameters:
                  x: {type: continuous, low: 2.0, high: 10.0}
                  kind: {type: categorical, values: [a, b]}
                fidelity: {max_epochs: 27}
                budget: {trials: 9}
                """);
        StringBuilder rows = new StringBuilder("x,kind,accuracy\n");
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble(2, 10);
            boolean isGood = i % 2 == 0;
            rows.append(
                    String.format(Locale.ROOT, "%.4f,%s,%.4f%n", x, isGood ? "a" : "b", (isGood ? 0.5 : 0) + x / 100));
        }
        Path trials = Files.writeString(folder.resolve("trials.csv"), rows);
        Said said = run("import", name, trials.toString(), "--study-file", study.toString());
        assertThat(said.code()).as(said.err()).isZero();
    }

    @Test
    void writesAStudyFileThatIsValidAndLearnsFromTheStudy() throws IOException {
        importTrials("grows", 60);
        importTrials("grows-2", 12);
        Path file = folder.resolve("next.yaml");

        Said said = run("next", "grows", "--to", file.toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("x: Was 2 to 10. ")
                .contains("kind: Left out: b (none of its 30 trials is among the best 15 of 60; by chance")
                .contains("Wrote " + file + ": study grows-3, which learns from grows.");
        assertThat(run("validate", file.toString()).code()).isZero();
        assertThat(Files.readString(file))
                .contains("study: grows-3\n", "warm_start: [grows]", "REPLACE THIS", "values: [a]");

        Said again = run("next", "grows", "--to", file.toString());
        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains(file + " exists. Give --force to replace it");
        assertThat(run("next", "grows", "--name", "grows-3").out()).isEqualTo(Files.readString(file));
    }

    @Test
    void refusesAStudyWithTooFewTrials() throws IOException {
        importTrials("few", 8);

        Said said = run("next", "few");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("Too few trials of few have reached the lowest rung to learn from");
    }
}
