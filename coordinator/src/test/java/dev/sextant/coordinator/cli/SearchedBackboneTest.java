package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.refit.Shapes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep over two networks, from a study file in the folder that its paths are relative to. All weights of one, which the
 * first trial has, are 0, so that it sees nothing; it is fed larger images and has a block that the other lacks.
 */
class SearchedBackboneTest {
    private static final String STUDY =
            """
            study: networks
            objective: {metric: accuracy, goal: maximize}
            trainer:
              type: image-classifier
              data: images
              fine_tuning: true
              head_epochs: 2
              batch_size: 8
              optimizer: adam
              learning_rate: 0.02
            parameters:
              backbone: {type: categorical, values: [networks/blind.zip, networks/network.zip]}
              retrain_from: {type: ordinal, values: [middle, high], when: {backbone: networks/network.zip}}
            fidelity: {max_epochs: 4, min_epochs: 4}
            search: {algorithm: grid, seed: 1}
            budget: {trials: 3}
            start_with:
              - {backbone: networks/blind.zip}
            cluster: {slots: 1, memory_per_trial: 1g}
            """;

    @TempDir
    static Path home;

    private static Path folder;

    @BeforeAll
    static void sweep() throws Exception {
        folder = Files.createDirectories(home.resolve("study"));
        draw(folder.resolve("images/red"), Color.RED);
        draw(folder.resolve("images/blue"), Color.BLUE);
        Path seeing = Shapes.backbone(folder.resolve("networks"));
        ComputationGraph network = ModelSerializer.restoreComputationGraph(seeing.toFile(), false);
        network.params().assign(0);
        ModelSerializer.writeModel(network, seeing.resolveSibling("blind.zip").toFile(), false);
        Files.writeString(
                seeing.resolveSibling("blind.card.json"),
                """
                {"image_size": 20, "scale": 0.0039, "mean": [0.5], "std": [0.5], "blocks": {"top": "high"}}
                """);
        run(0, "sweep", study(STUDY), "--master", "local[1]");
    }

    private static void draw(Path ofClass, Color colour) throws IOException {
        Files.createDirectories(ofClass);
        for (int i = 0; i < 10; i++) {
            BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(colour);
            pen.fillRect(i % 3, i % 4, 9, 9);
            pen.dispose();
            ImageIO.write(image, "png", ofClass.resolve("00" + i + ".png").toFile());
        }
    }

    private static Path study(String text) throws IOException {
        return Files.writeString(folder.resolve("study.yaml"), text);
    }

    private static CapturedConsole run(int expected, Object... arguments) {
        return CapturedConsole.run(home, expected, arguments);
    }

    private static JsonNode json(Object... arguments) throws IOException {
        return new ObjectMapper().readTree(run(0, arguments).out());
    }

    private static String path(String network) {
        return folder.resolve("networks").resolve(network).toString();
    }

    @Test
    void everyTrialIsTrainedWithItsNetworkAndTheBestIsNotTheFirst() throws IOException {
        JsonNode trials = json("trials", "networks", "--json");
        assertThat(trials.findValuesAsText("state")).hasSize(3).containsOnly("COMPLETED");
        assertThat(trials.findValuesAsText("backbone"))
                .containsExactlyInAnyOrder(path("blind.zip"), path("network.zip"), path("network.zip"));
        assertThat(trials.findValuesAsText("retrain_from")).containsExactlyInAnyOrder("middle", "high");
        JsonNode best = json("best", "networks", "--json");
        assertThat(best.get("trial").asInt()).isGreaterThan(1);
        assertThat(best.get("value").asDouble()).isEqualTo(1);
        assertThat(best.get("start_with").get("value").asDouble()).isEqualTo(0.5);
        assertThat(run(0, "trials", "networks").out())
                .contains("backbone=blind.zip")
                .contains("backbone=network.zip retrain_from=");
        assertThat(run(0, "best", "networks", "--yaml").out()).contains("backbone: " + path("network.zip"));
    }

    @Test
    void featuresOfEachNetworkAreComputedOnce() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("cache"))) {
            List<Path> features = files.filter(file -> file.getParent().endsWith("features"))
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .toList();
            // The output of each, and of the one that is cut what lies below middle and below high.
            assertThat(features).hasSize(4);
        }
    }

    @Test
    void evaluateComparesTheBestWithTheFirstEachWithItsOwnNetwork() throws IOException {
        JsonNode measured = json("evaluate", "networks", "--json");
        assertThat(measured.get("accuracy").asDouble()).isEqualTo(1);
        assertThat(measured.get("start_with").get("accuracy").asDouble()).isEqualTo(0.5);
        JsonNode ensemble = json("ensemble", "networks", "--top", 3, "--json");
        assertThat(ensemble.findValuesAsText("accuracy")).contains("0.5", "1.0");
        Path asked = folder.resolve("images/blue/003.png");
        assertThat(run(0, "predict", "networks", asked).out()).contains("003.png,blue,");
    }

    @Test
    void theBestIsRefittedAndExportedWithItsNetwork() throws IOException {
        Path refit = home.resolve("refit");
        run(0, "refit", "networks", "--to", refit);
        JsonNode measured =
                json("evaluate", "networks", "--model", refit, "--data", folder.resolve("images"), "--json");
        assertThat(measured.get("accuracy").asDouble()).isEqualTo(1);
        Path exported = home.resolve("exported");
        run(0, "export", "networks", "--to", exported);
        JsonNode card = new ObjectMapper()
                .readTree(exported.resolve("best-model.card.json").toFile());
        assertThat(card.get("image_size").asInt()).isEqualTo(12);
        ComputationGraph whole = ModelSerializer.restoreComputationGraph(
                exported.resolve("best-model.zip").toFile(), false);
        ComputationGraph seeing = ModelSerializer.restoreComputationGraph(
                Path.of(path("network.zip")).toFile(), false);
        assertThat(whole.getLayer("low").getParam("W"))
                .isEqualTo(seeing.getLayer("low").getParam("W"));
    }

    @Test
    void cleanLooksWithTheBestTrialsNetwork() throws IOException {
        JsonNode seen = json("clean", "networks", "--to", home.resolve("review"), "--json");
        assertThat(seen.get("accuracy").asDouble()).isEqualTo(1);
    }

    @Test
    void lrFindTakesTheFirstNetworkWhereNothingSaysWhich() throws IOException {
        String text = STUDY.replaceAll("(?s)start_with:.*?cluster:", "cluster:")
                .replace("[networks/blind.zip, networks/network.zip]", "[networks/network.zip, networks/blind.zip]");
        assertThat(run(0, "lr-find", study(text), "--steps", 40).out())
                .contains("backbone: " + path("network.zip") + ", the first of the searched values")
                .contains("Suggested search range:");
    }

    @Test
    void aMissingNetworkIsSaidBeforeTheFirstTrial() throws IOException {
        Path file = study(STUDY.replace("study: networks", "study: missing")
                .replace("[networks/blind.zip, ", "[networks/blind.zip, networks/mising.zip, "));
        assertThat(run(2, "sweep", file, "--master", "local[1]").err())
                .contains("study.yaml:12: parameters.backbone: (" + path("mising.zip") + ") does not exist");
        run(1, "status", "missing");
    }

    @Test
    void aBlockThatANetworkLacksIsSaidBeforeTheFirstTrialWithTheNetwork() throws IOException {
        String both = STUDY.replace("[middle, high], when: {backbone: networks/network.zip}", "[top, high]")
                .replace("{backbone: networks/blind.zip}", "{backbone: networks/blind.zip, retrain_from: top}");
        assertThat(run(2, "validate", study(both)).out())
                .contains("study.yaml:13: parameters.retrain_from: (top) is not a layer or block of the backbone")
                .contains("(where backbone is " + path("network.zip") + ")")
                .doesNotContain("(where backbone is " + path("blind.zip") + ")");
        run(0, "validate", study(both.replace("[top, high]", "[top, high], when: {backbone: networks/blind.zip}")));
        String fixed = both.replaceAll("  retrain_from: .*\n", "")
                .replace(", retrain_from: top", "")
                .replace("fine_tuning: true", "fine_tuning: true\n  retrain_from: top");
        assertThat(run(2, "validate", study(fixed)).out())
                .contains("study.yaml:7: trainer.retrain_from: (top) is not a layer or block of the backbone");
    }

    @Test
    void aNetworkWithoutACardNeedsWhatTheStudyDoesNotSay() throws IOException {
        Files.copy(Path.of(path("network.zip")), Path.of(path("bare.zip")));
        String text = STUDY.replace("networks/blind.zip", "networks/bare.zip");
        assertThat(run(2, "validate", study(text)).out())
                .contains("trainer.image_size: is required: the backbone")
                .contains("trainer.preprocessing: is required: the backbone")
                .contains("bare.zip has no card that says")
                .doesNotContain("the backbone " + path("network.zip"));
        run(
                0,
                "validate",
                study(text.replace("data: images", "data: images\n  image_size: 12\n  preprocessing: unit")));
    }
}
