package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes after a sweep of images, as a user starts it: Deeplearning4j's Spark module out of the jar, on executor processes. */
class RefitIT {
    @TempDir
    private Path directory;

    @Test
    @Timeout(300)
    void refitsOnTwoExecutorsAndJudgesWhatCameOfIt() throws Exception {
        Path demo = Distribution.built().home().resolve("demo");
        Path study = directory.resolve("shirts.yaml");
        Files.writeString(
                study,
                """
                study: shirts
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: image-classifier, data: %s, backbone: %s, validation_share: 0.4, layers: 0}
                parameters:
                  learning_rate: {type: continuous, low: 0.005, high: 0.02, scale: log}
                fidelity: {max_epochs: 1}
                search: {algorithm: random, seed: 1}
                budget: {trials: 1}
                cluster: {slots: 1}
                """
                        .formatted(demo.resolve("fashion"), demo.resolve("backbone-fashion.zip")));
        succeeds("sweep", study.toString());

        Distribution.Outcome refit =
                succeeds("refit", "shirts", "--to", directory.resolve("refit").toString(), "--workers", "2");
        assertThat(refit.err()).contains("2 workers on local-cluster[2,", "epoch 1 of 1: train_loss");

        Distribution.Outcome judged = succeeds(
                "evaluate",
                "shirts",
                "--model",
                directory.resolve("refit").toString(),
                "--data",
                demo.resolve("fashion").toString(),
                "--json");
        // A network that learned nothing is right on one in five.
        assertThat(judged.out()).containsPattern("\"accuracy\" ?: ?0\\.[5-9]");
    }

    private Distribution.Outcome succeeds(String... arguments) throws IOException, InterruptedException {
        Distribution.Outcome outcome = Distribution.run(
                directory,
                Map.of("SEXTANT_HOME", directory.resolve("home").toString()),
                Distribution.built().launcher(),
                arguments);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }
}
