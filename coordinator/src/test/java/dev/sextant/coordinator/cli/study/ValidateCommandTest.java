package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.Sextant;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String STUDY =
            """
            study: tiny
            objective: {metric: accuracy, goal: maximize}
            trainer: {type: curve-table, table: curves.csv, epoch_seconds: 0.5}
            parameters:
              learning_rate: {type: continuous, low: 1.0e-4, high: 0.1, scale: log}
              layers: {type: integer, low: 0, high: 3}
            fidelity: {max_epochs: 27}
            search: {algorithm: asha, seed: 7}
            budget: {trials: 81, device_hours: 1}
            cluster: {slots: 2, memory_per_trial: 1g}
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("study.yaml");
        Files.writeString(folder.resolve("curves.csv"), "learning_rate,layers,1,2,3\n0.01,1,0.1,0.2,0.3\n");
        Files.writeString(file, STUDY);
    }

    private record Said(int code, String out, String err) {}

    private static Said run(String... arguments) {
        CapturedConsole console = CapturedConsole.withEnvironment(Map.of());
        int code = Sextant.run(console.console(), arguments);
        return new Said(code, console.out(), console.err());
    }

    private static JsonNode json(Said said) throws IOException {
        return new ObjectMapper().readTree(said.out());
    }

    @Test
    void aSoundFileIsAnsweredWithItsPlan() throws IOException {
        Said text = run("validate", file.toString());
        JsonNode plan = json(run("validate", file.toString(), "--json")).get("plan");

        assertThat(text.code()).isZero();
        assertThat(text.out())
                .contains("study.yaml is valid", "2 parameters, continuous", "0.0001 to 0.1, log", "0 to 3")
                .contains("81 trials, 1h of device time; the study ends at the first limit reached")
                .contains("about 8.1 to 15.3 full trainings of 27 epochs (219 to 413 epochs in total)")
                .contains("fits into the time limit if an epoch takes at most 8.7s")
                .contains("2, each 1 CPU, 1g of memory");
        assertThat(text.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
                .contains("epoch_seconds 0.5 study file", "1 81", "3 27", "9 9", "27 3");
        assertThat(plan.get("trials_by_rung").findValuesAsText("trials")).containsExactly("81", "27", "9", "3");
        assertThat(plan.get("full_trainings").asDouble()).isEqualTo(9);
        assertThat(plan.get("epochs").asInt()).isEqualTo(243);
        assertThat(plan.get("epochs_low").asInt()).isEqualTo(219);
        assertThat(plan.get("epochs_high").asInt()).isEqualTo(413);
    }

    @Test
    void saysOfAValidFileThatThisMachineCannotRunIt() throws IOException {
        assertThat(run("validate", file.toString()).out()).doesNotContain("on this machine alone");
        assertThat(json(run("validate", file.toString(), "--json"))
                        .get("cannot_run_here")
                        .isNull())
                .isTrue();

        Files.writeString(file, STUDY.replace("slots: 2", "slots: 4000"));
        Said text = run("validate", file.toString());

        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("\nIt cannot run on this machine alone: cluster.slots: 4000 slots with ");
        JsonNode json = json(run("validate", file.toString(), "--json"));
        assertThat(json.get("cannot_run_here").asText()).startsWith("cluster.slots: 4000 slots with ");
    }

    @Test
    void anAlgorithmThatTrainsEveryTrialToTheTopIsPlannedSo() throws IOException {
        Files.writeString(file, STUDY.replace("asha", "random").replace("trials: 81", "epochs: 270"));

        JsonNode plan = json(run("validate", file.toString(), "--json")).get("plan");

        assertThat(plan.get("trials_by_rung")).hasSize(1);
        assertThat(plan.get("trials_by_rung").get(0).get("trials").asInt()).isEqualTo(10);
        assertThat(plan.get("epochs").asInt()).isEqualTo(270);
        assertThat(run("validate", file.toString()).out())
                .contains("about 10 full trainings of 27 epochs (270 epochs in total)");
    }

    @Test
    void allProblemsAreNamedWithTheirLines() throws IOException {
        Files.writeString(
                file,
                STUDY.replace("low: 1.0e-4, high: 0.1", "low: 0.5, high: 0.1").replace("max_epochs", "max_epoch"));

        Said text = run("validate", file.toString());
        JsonNode json = json(run("validate", file.toString(), "--json"));

        assertThat(text.code()).isEqualTo(ExitCode.USAGE);
        assertThat(text.out())
                .contains(file + ":5: parameters.learning_rate")
                .contains(file + ":7: ")
                .contains("did you mean max_epochs");
        assertThat(json.get("valid").asBoolean()).isFalse();
        assertThat(json.get("problems").size()).isGreaterThanOrEqualTo(2);
        assertThat(json.get("plan").isNull()).isTrue();
    }

    @Test
    void refusesPlaceholdersThatNobodyFills() throws IOException {
        Files.writeString(
                file,
                """
                study: names
                objective: {metric: accuracy, goal: maximize}
                trainer:
                  type: command
                  command: [python3, train.py, "--lr={model.rl}", "--kind={optimizer/kind}", "{data}"]
                  data: set-1
                parameters:
                  model.lr: {type: continuous, low: 1.0e-4, high: 0.1, scale: log}
                  optimizer/kind: {type: categorical, values: [adam, sgd]}
                fidelity: {max_epochs: 3}
                budget: {trials: 3}
                """);

        Said refused = run("validate", file.toString());

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.out())
                .contains("study.yaml:5", "trainer.command: has {model.rl}", "did you mean model.lr?")
                .doesNotContain("{optimizer/kind}", "{data}");

        Files.writeString(file, Files.readString(file).replace("model.rl", "model.lr"));

        assertThat(run("validate", file.toString()).code()).isZero();
    }

    @Test
    void warnsOfWhatHasNoEffectAndShowsWhenTheRestHas() throws IOException {
        Files.writeString(
                file,
                STUDY.replace("epoch_seconds: 0.5", "noise: 0.1, exit_once: true")
                        .replace("  layers:", "  exit_at_epoch: {type: integer, low: 0, high: 3}\n  layers:"));
        assertThat(json(run("validate", file.toString(), "--json")).get("warnings"))
                .isEmpty();

        Files.writeString(file, STUDY.replace("epoch_seconds: 0.5", "exit_once: true"));
        Said text = run("validate", file.toString());
        JsonNode warning =
                json(run("validate", file.toString(), "--json")).get("warnings").get(0);

        String message =
                "(true) has no effect, because exit_at_epoch is 0; set exit_at_epoch to at least 1, or remove it";
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("warning: " + file + ":3: trainer.exit_once: " + message);
        assertThat(warning.get("property").asText()).isEqualTo("trainer.exit_once");
        assertThat(warning.get("message").asText()).isEqualTo(message);
        assertThat(warning.get("line").asInt()).isEqualTo(3);

        Files.writeString(
                file,
                STUDY.replace(
                        "  layers:",
                        "  exit_at_epoch: {type: integer, low: 0, high: 3}\n"
                                + "  exit_once: {type: categorical, values: [true, false]}\n  layers:"));
        assertThat(run("validate", file.toString()).out().lines().map(line -> line.strip()
                        .replaceAll("\\s+", " ")))
                .contains("exit_once categorical [true, false] exit_at_epoch is at least 1");
    }

    @Test
    void aMissingFileIsAUsageError() {
        Said said = run("validate", folder.resolve("sutdy.yaml").toString());

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("sutdy.yaml does not exist");
    }

    @Test
    void nothingIsTouched() throws IOException {
        run("validate", file.toString());

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("curves.csv"));
        }
    }

    @Test
    void theSchemaIsJsonThatKnowsTheTrainers() throws IOException {
        Said said = run("validate", "--schema");

        assertThat(said.code()).isZero();
        assertThat(json(said).get("$schema").asText()).contains("json-schema.org");
        assertThat(said.out()).contains("curve-table", "image-classifier");
    }
}
