package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Progress of a study. */
class StatusCommandTest extends CommandTest {
    @Test
    void countsTrialsByStateAndComparesWithTheBudget() throws IOException {
        Said text = run("status", ENDED);
        JsonNode json = run("status", ENDED, "--json").json();

        assertThat(text.out())
                .startsWith(ENDED + "  COMPLETED  asha, maximizes accuracy\n")
                .contains("40 of 200: 4 pending, 26 paused, 2 completed, 4 stopped, 4 failed")
                .contains("accuracy 0.9027 by trial 5 after epoch 9")
                .contains("48 of 1 500 (3 %)")
                .contains("Run `sextant best " + ENDED + "` to show the best configuration.");
        assertThat(json.get("trials_by_state").get("PAUSED").asInt()).isEqualTo(26);
        assertThat(json.get("best").get("trial").asInt()).isEqualTo(SampleStudy.BEST);
        assertThat(json.get("budget").get("wall_seconds").asDouble()).isEqualTo(7200);
        assertThat(json.get("rungs").findValuesAsText("epochs")).containsExactly("1", "3", "9");
    }

    @Test
    void namesCoordinatorAndSlotsOfARunningStudy() {
        String text = run("status", RUNNING).out();

        assertThat(text).contains("RUNNING", "run by ada@node-1 (process 4711) since ");
        assertThat(text.lines().filter(line -> line.contains("2 of 9")).map(CommandTest::words))
                .singleElement()
                .satisfies(slot -> assertThat(slot).startsWith("1", "5", "2 of 9", "node-2", "cpu"));
        assertThat(text.lines().filter(line -> line.contains("free"))).hasSize(3);
    }

    @Test
    void watchPrintsAnEndedStudyOnce() {
        Said said = run("status", ENDED, "--watch");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines()).singleElement().asString().startsWith(ENDED + " COMPLETED: 40 trials (");
    }

    @Test
    void refusesWatchWithJson() {
        assertThat(run("status", ENDED, "--watch", "--json").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void watchOverwritesInPlaceOnATerminal() {
        String shown = say(
                        CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home().toString(), "TERM", "xterm"), ""),
                        "status",
                        ENDED,
                        "--watch")
                .out();

        assertThat(shown).startsWith("\u001b[2J\u001b[H").endsWith("\u001b[J").contains("\u001b[K");
    }

    @Test
    void suggestsASimilarStudy() {
        Said said = run("status", "cars-resnet81");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .startsWith("sextant: There is no study cars-resnet81 in jdbc:postgresql://127.0.0.1:")
                .endsWith("; did you mean cars-resnet18?\n");
    }
}
