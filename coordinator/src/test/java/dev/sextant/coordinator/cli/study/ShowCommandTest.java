package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Details of one trial. */
class ShowCommandTest extends CommandTest {
    @Test
    void showsConfigurationCurveRunsAndDecisions() throws IOException {
        String text = run("show", ENDED, "5").out();
        JsonNode json = run("show", ENDED, "5", "--json").json();

        assertThat(text)
                .contains("cars-resnet18 trial 5  COMPLETED  proposed by asha")
                .contains("0.9027 after epoch 9", "learning_rate  0.01667", "accuracy by epoch")
                .contains("START by asha: point 5 of the sequence")
                .doesNotContain("spread");
        assertThat(json.get("learning_curve")).hasSize(18);
        assertThat(json.get("runs").get(0).get("host").asText()).isEqualTo("node-2");
        assertThat(json.get("checkpoints").get(0).get("sha256").asText()).isEqualTo(model().sha256());
    }

    @Test
    void showsTheExpectedValueOfAnUnfinishedTrial() throws IOException {
        String text = run("show", ENDED, "2").out();
        JsonNode expected = run("show", ENDED, "2", "--json").json().get("expected");

        assertThat(text.lines().map(CommandTest::words))
                .filteredOn(line -> line.get(0).equals("by 9 epochs"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.get(1)).matches("0\\.\\d+ expected \\(.* to .* with 90 % probability\\)"));
        assertThat(expected.get("epochs").asInt()).isEqualTo(9);
        assertThat(expected.get("low").asDouble())
                .isBetween(0.1700, expected.get("value").asDouble());
        assertThat(expected.get("high").asDouble())
                .isBetween(expected.get("value").asDouble(), 1.0);
        assertThat(run("show", ENDED, "5").out()).doesNotContain("expect");
        assertThat(run("show", ENDED, "5", "--json").json().get("expected").isNull())
                .isTrue();
    }

    /** One trial of the study is at the top. */
    @Test
    void saysWhenTooFewTrialsAreCompleteForAnExpectation() throws IOException {
        assertThat(run("show", RUNNING, "5").out().lines().map(CommandTest::words))
                .contains(List.of("by 9 epochs", "not predictable yet: too few trials have reached 9 epochs (1)"));
        assertThat(run("show", RUNNING, "5", "--json").json().get("expected").isNull())
                .isTrue();
        assertThat(run("trials", RUNNING, "--expected").out())
                .endsWith("\n\nexpected: not predictable yet, too few trials have reached 9 epochs (1)\n");
    }

    @Test
    void whyShowsTheNumbersBehindDecisions() {
        assertThat(run("show", ENDED, "5", "--why").out().lines().map(String::strip))
                .contains("position  5", "spread    0.25");
    }

    @Test
    void showsTheFullErrorOutputOfAFailedTrial() {
        String trial = String.valueOf(SampleStudy.DIVERGED);
        String section = "\nerror output\n" + SampleStudy.LAST_WORDS + "\n\ndecisions\n";

        assertThat(run("show", ENDED, trial).out()).contains(section);
        assertThat(run("show", ENDED, trial, "--why").out()).contains(section).doesNotContain("details");
    }

    @Test
    void namesTheExistingTrials() {
        Said said = run("show", ENDED, "41");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).isEqualTo("sextant: There is no trial 41 in cars-resnet18: it has trials 1 to 40\n");
    }
}
