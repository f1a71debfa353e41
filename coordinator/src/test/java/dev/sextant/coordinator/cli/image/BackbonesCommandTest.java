package dev.sextant.coordinator.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the network that the demo ships. */
class BackbonesCommandTest {
    private static final Path DEMO = Path.of("../deploy/demo");

    @TempDir
    Path home;

    private CapturedConsole run(int expected, String... arguments) {
        return CapturedConsole.run(home, expected, (Object[]) arguments);
    }

    @Test
    void addsANetworkAndShowsIt() throws IOException {
        assertThat(run(0, "backbones", "list").out()).startsWith("No backbones in " + home.resolve("backbones"));
        Path zip = DEMO.resolve("backbone-fashion.zip");
        assertThat(run(0, "backbones", "add", zip.toString(), "--name", "clothes")
                        .out())
                .startsWith("Added clothes (SHA-256 ")
                .contains("Use it in studies as `backbone: clothes`.");
        assertThat(run(0, "backbones", "list").out()).contains("clothes", "28 px", "Apache-2.0");
        assertThat(new ObjectMapper()
                        .readTree(run(0, "backbones", "list", "--json").out())
                        .get(0)
                        .get("sha256")
                        .asText())
                .hasSize(64);
    }

    @Test
    void showsWhatEachBlockWouldTrain() throws IOException {
        run(0, "backbones", "add", DEMO.resolve("backbone-fashion.zip").toString(), "--name", "clothes");
        CapturedConsole shown = run(0, "backbones", "show", "clothes");
        assertThat(shown.out()).contains("28 px", "Apache-2.0");
        JsonNode json = new ObjectMapper()
                .readTree(run(0, "backbones", "show", "clothes", "--json").out());
        JsonNode choices = json.get("retrain_from");
        assertThat(choices.get(0).get("value").asText()).isEqualTo("all");
        assertThat(choices.get(0).get("trained_parameters").asLong())
                .isEqualTo(json.get("parameters").asLong());
        int layers = 0;
        long parameters = 0;
        for (int i = choices.size() - 1; i > 0; i--) {
            layers += choices.get(i).get("layers").asInt();
            parameters += choices.get(i).get("parameters").asLong();
            assertThat(choices.get(i).get("trained_layers").asInt()).isEqualTo(layers);
            assertThat(choices.get(i).get("trained_parameters").asLong()).isEqualTo(parameters);
        }
        assertThat(run(1, "backbones", "show", "cloths").err())
                .contains("NAME (cloths) is not in " + home.resolve("backbones") + "; did you mean clothes?");
    }

    @Test
    void convertsANetworkOfKeras() {
        Path keras = Path.of("../worker/src/test/resources/keras/residual.h5");
        assertThat(run(1, "backbones", "add", keras.toString()).err())
                .contains("does not say its preprocessing: give --preprocessing, one of unit, symmetric");
        assertThat(run(2, "backbones", "add", keras.toString(), "--preprocessing", "tensorflow")
                        .err())
                .contains("--preprocessing (tensorflow) must be one of");
        assertThat(run(0, "backbones", "add", keras.toString(), "--preprocessing", "tf", "--licence", "none")
                        .out())
                .startsWith("Added residual ");
        assertThat(run(0, "backbones", "list").out()).contains("residual", "16 px", "none");
        assertThat(run(1, "backbones", "add", keras.resolveSibling("foreign.h5").toString())
                        .err())
                .contains("foreign.h5", "norm (LayerNormalization)");
    }

    @Test
    void writesACardForAZipWithoutOne() throws IOException {
        Path alone = Files.copy(DEMO.resolve("backbone-fashion.zip"), home.resolve("alone.zip"));
        assertThat(run(1, "backbones", "add", alone.toString()).err())
                .contains(
                        "does not say its image size: give --image-size PIXELS, nor its preprocessing: give --preprocessing");
        run(0, "backbones", "add", alone.toString(), "--image-size", "28", "--preprocessing", "unit");
        assertThat(run(0, "backbones", "list").out()).contains("alone", "28 px");
        Path card = Files.copy(DEMO.resolve("backbone-fashion.card.json"), home.resolve("alone.card.json"));
        assertThat(run(2, "backbones", "add", alone.toString(), "--image-size", "28")
                        .err())
                .contains("are already set by the card " + card);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(run(
                                2,
                                "backbones",
                                "add",
                                DEMO.resolve("backbone-fashion.zip").toString(),
                                "--card",
                                "no.json")
                        .err())
                .contains("no.json does not exist");
        assertThat(run(2, "backbones", "add", home.resolve("none.zip").toString())
                        .err())
                .contains("none.zip does not exist. Give a zip or .h5 file.");
        Path text = Files.writeString(home.resolve("text.zip"), "no zip");
        assertThat(run(1, "backbones", "add", text.toString(), "--card", DEMO + "/backbone-fashion.card.json")
                        .err())
                .contains("is not a zip that Deeplearning4j's ModelSerializer wrote");
    }
}
