package dev.sextant.coordinator.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the demo's clothes and network. */
class LrFindCommandTest {
    private static final Path DEMO = Path.of("../deploy/demo").toAbsolutePath();

    @TempDir
    Path home;

    private CapturedConsole run(int expected, Object... arguments) {
        return CapturedConsole.run(home, expected, arguments);
    }

    @Test
    void drawsTheLossAndWritesARangeThatTheStudyFileTakes() throws IOException {
        String out =
                run(0, "lr-find", DEMO.resolve("study.yaml"), "--steps", 80).out();
        assertThat(out)
                .contains("demo: loss by learning rate", "as in the first configuration under start_with", "*", "1e-3");
        Matcher yaml = Pattern.compile("learning_rate: \\{type: continuous, low: \\S+, high: \\S+, scale: log}")
                .matcher(out);
        assertThat(yaml.find()).isTrue();
        String study = Files.readString(DEMO.resolve("study.yaml"))
                .replaceFirst("learning_rate: .*", yaml.group())
                .replace("data: fashion", "data: " + DEMO.resolve("fashion"))
                .replace("backbone: b", "backbone: " + DEMO + "/b");
        Path file = Files.writeString(home.resolve("study.yaml"), study);
        run(0, "validate", file);
    }

    @Test
    void printsNumbersForPrograms() throws IOException {
        String out = run(
                        0,
                        "lr-find",
                        DEMO.resolve("study.yaml"),
                        "--low",
                        "1e-5",
                        "--high",
                        50,
                        "--steps",
                        80,
                        "--json")
                .out();
        JsonNode json = new ObjectMapper().readTree(out);
        double lowest = json.get("lowest").asDouble();
        assertThat(json.get("tenth_of_lowest").asDouble()).isEqualTo(lowest / 10);
        assertThat(json.get("steepest").asDouble()).isLessThan(lowest);
        assertThat(json.get("low").asDouble()).isLessThan(json.get("steepest").asDouble());
        assertThat(json.get("high").asDouble()).isGreaterThanOrEqualTo(lowest);
        assertThat(json.get("points").size()).isBetween(20, 80);
        assertThat(json.get("points").get(0).get("learning_rate").asDouble()).isEqualTo(1e-5);
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        assertThat(run(2, "lr-find", DEMO.resolve("study.yaml"), "--low", 1, "--high", 0.1)
                        .err())
                .contains("--low (1.0) must be below --high (0.1)");
        assertThat(run(2, "lr-find", DEMO.resolve("study.yaml"), "--steps", 3).err())
                .contains("--steps (3)");
        Path other = Files.writeString(
                home.resolve("command.yaml"),
                """
                study: other
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: command, command: [train]}
                parameters:
                  rate: {type: continuous, low: 0.1, high: 1.0}
                fidelity: {max_epochs: 3}
                budget: {trials: 3}
                """);
        assertThat(run(2, "lr-find", other).err())
                .contains("is not supported by lr-find, which needs image-classifier");
    }
}
