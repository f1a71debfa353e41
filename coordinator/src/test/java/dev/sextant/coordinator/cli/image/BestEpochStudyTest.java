package dev.sextant.coordinator.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.refit.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep whose best epoch is not its last: training lowers the loss, which the study maximizes, so that the first epoch
 * is the best.
 */
class BestEpochStudyTest {
    private static final String STUDY =
            """
            study: early
            objective: {metric: loss, goal: maximize}
            trainer:
              type: image-classifier
              data: images
              image_size: 12
              filters: 4
              optimizer: adam
              schedule: constant
            parameters:
              learning_rate: {type: ordinal, values: [0.005]}
            fidelity: {max_epochs: 4, min_epochs: 4}
            search: {algorithm: grid, seed: 1}
            budget: {trials: 1}
            cluster: {slots: 1, memory_per_trial: 1g}
            """;

    @TempDir
    static Path home;

    private static Path data;

    @BeforeAll
    static void sweep() throws IOException {
        Path folder = Files.createDirectories(home.resolve("study"));
        data = Shapes.draw(folder.resolve("images"), 20);
        run("sweep", Files.writeString(folder.resolve("study.yaml"), STUDY), "--master", "local[1]");
    }

    private static CapturedConsole run(Object... arguments) {
        return CapturedConsole.run(home, 0, arguments);
    }

    private static JsonNode json(Object... arguments) throws IOException {
        return new ObjectMapper().readTree(run(arguments).out());
    }

    /** Returns a metric of the trial after its first epoch. */
    private static double measured(String metric) throws IOException {
        return StreamSupport.stream(
                        json("show", "early", 1, "--json").get("learning_curve").spliterator(), false)
                .filter(row -> row.get("epoch").asInt() == 1
                        && row.get("metric").asText().equals(metric))
                .findFirst()
                .orElseThrow()
                .get("value")
                .asDouble();
    }

    @Test
    void everyCommandUsesAndNamesTheEpochThatBestShows() throws IOException {
        JsonNode best = json("best", "early", "--json");
        assertThat(best.get("epoch").asInt()).isEqualTo(1);
        assertThat(best.get("value").asDouble()).isEqualTo(measured("loss"));

        JsonNode evaluated = json("evaluate", "early", "--json");
        assertThat(evaluated.get("epoch").asInt()).isEqualTo(1);
        assertThat(evaluated.get("accuracy").asDouble()).isEqualTo(measured("accuracy"));
        assertThat(evaluated.get("log_loss").asDouble())
                .isCloseTo(best.get("value").asDouble(), within(1e-4));
        assertThat(run("evaluate", "early").out()).startsWith("early: trial 1 after epoch 1, on ");
        assertThat(run("predict", "early", data.resolve("disc/000.png")).err()).contains("with trial 1 after epoch 1");
    }

    @Test
    void exportWritesTheModelOfTheBestEpoch() throws IOException {
        Path folder = home.resolve("exported");
        assertThat(run("export", "early", "--to", folder).out()).contains("best-model.ckpt: trial 1 after epoch 1, ");
        JsonNode description =
                new ObjectMapper().readTree(folder.resolve("best.json").toFile());
        assertThat(description.get("epoch").asInt()).isEqualTo(1);
        assertThat(description.get("checkpoint").get("epoch").asInt()).isEqualTo(1);
    }

    @Test
    void refitTrainsUpToTheBestEpoch() throws IOException {
        JsonNode refit = json("refit", "early", "--to", home.resolve("refit"), "--json");
        assertThat(refit.get("epochs").asInt()).isEqualTo(1);
        assertThat(refit.get("best_epoch").asInt()).isEqualTo(1);
        assertThat(run("refit", "early", "--to", home.resolve("refit")).out())
                .contains("for 1 epoch, up to its best epoch.");
    }
}
