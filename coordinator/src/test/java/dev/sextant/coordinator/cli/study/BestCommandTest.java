package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.sql.StudyJournal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The best configuration. */
class BestCommandTest extends CommandTest {
    @Test
    void comparesTheBestWithTheBaseline() throws IOException {
        String text = run("best", ENDED).out();
        JsonNode json = run("best", ENDED, "--json").json();

        assertThat(text)
                .startsWith(
                        """
                        cars-resnet18: best accuracy 0.9027, trial 5 after epoch 9
                        0.1425 better than the baseline (0.7602, trial 1, the first under start_with)
                        """);
        assertThat(text.lines().map(CommandTest::words))
                .contains(
                        List.of("parameter", "trial 5", "baseline (trial 1)"),
                        List.of("accuracy", "0.9027", "0.7602"),
                        List.of("learning_rate", "0.01667", "0.001"));
        assertThat(json.get("lift").asDouble())
                .isEqualTo(0.15 * (1 - Math.exp(-3)), org.assertj.core.data.Offset.offset(1e-12));
        assertThat(json.get("start_with").get("trial").asInt()).isEqualTo(1);
    }

    @Test
    void showsConstraintsAndMarksTrialsThatViolateThem() throws IOException {
        StudySpec spec = SampleStudy.spec(
                "bounded", List.of(new Objective.Constraint("loss", Objective.Constraint.Side.AT_MOST, 0.2)));
        try (StudyJournal journal =
                database().studies().lock(database().studies().createIfAbsent(spec), "a test")) {
            SampleStudy.write(journal, 5, model());
        }
        String trials = run("trials", "bounded").out();

        assertThat(run("best", "bounded").out()).contains("after epoch 9\nloss 0.0973 (at most 0.2)\n");
        JsonNode bound =
                run("best", "bounded", "--json").json().get("constraints").get(0);
        assertThat(bound.get("metric").asText()).isEqualTo("loss");
        assertThat(bound.get("value").asDouble()).isBetween(0.0972, 0.0974);
        assertThat(bound.get("at_most").asDouble()).isEqualTo(0.2);
        assertThat(trials.lines().skip(1).limit(5).map(line -> words(line).get(2)))
                .filteredOn(value -> value.endsWith(" !"))
                .contains("0.7602 !")
                .hasSize(4);
        assertThat(trials).contains("0.9027 ").endsWith("\n\n! violates a constraint after every epoch\n");
        assertThat(run("show", "bounded", "1").out()).contains("but a constraint is violated after every epoch");
        assertThat(run("trials", ENDED).out()).doesNotContain("!");
    }

    @Test
    void yamlIsATrainerSection() {
        Map<String, Object> yaml =
                new org.yaml.snakeyaml.Yaml().load(run("best", ENDED, "--yaml").out());

        assertThat(yaml).containsOnlyKeys("trainer");
        assertThat(new TreeMap<>((Map<?, ?>) yaml.get("trainer")))
                .isEqualTo(new TreeMap<>(Map.of(
                        "type",
                        "curve-table",
                        "table",
                        "/data/curves.csv",
                        "epoch_seconds",
                        0.5,
                        "learning_rate",
                        0.1 / 6,
                        "layers",
                        1)));
    }

    @Test
    void saysThatNoTrialHasAValue() {
        Said said = run("best", "not-begun");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err())
                .contains("No trial of not-begun has a value of accuracy yet", "sextant status not-begun");
    }
}
