package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;

/** {@code sextant logs}. */
class LogsCommandTest extends CommandTest {
    private static final String DIVERGED = Integer.toString(SampleStudy.DIVERGED);

    @Test
    void showsTheLogOfARunAsTextThatNoTerminalObeys() {
        Said logs = run("logs", ENDED, DIVERGED);

        assertThat(logs.code()).isZero();
        assertThat(logs.out())
                .contains("run 1, attempt 1", "reading \\u001b[2J images\n<script>alert(1)</script>\nloss is NaN\n")
                .contains("... 942 characters left out ...\nend\n")
                .doesNotContain("\u001b");
        assertThat(run("show", ENDED, DIVERGED).err()).contains("`sextant logs " + ENDED + " " + DIVERGED + "`");
    }

    @Test
    void givesProgramsTheTextAsItIs() throws Exception {
        JsonNode run = run("logs", ENDED, DIVERGED, "--json").json().at("/runs/0");

        assertThat(run.get("state").asText()).isEqualTo("FAILED");
        assertThat(run.at("/log/0/text").asText()).isEqualTo(SampleStudy.LOG);
        assertThat(run.at("/log/1/starts").asInt()).isEqualTo(1_000);
    }

    @Test
    void saysWhatThereIsNot() {
        assertThat(run("logs", ENDED, "1").out()).contains("(nothing was logged)");
        Said noRun = run("logs", ENDED, "1", "--run", "9");
        assertThat(noRun.code()).isEqualTo(ExitCode.FAILED);
        assertThat(noRun.err()).contains("has no run 9: it has 1 run");
        assertThat(run("logs", ENDED, "4711").err()).contains("There is no trial 4711 in " + ENDED);
    }
}
