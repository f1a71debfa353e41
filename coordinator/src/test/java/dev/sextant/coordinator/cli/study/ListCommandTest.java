package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists studies. */
class ListCommandTest extends CommandTest {
    @TempDir
    Path folder;

    @Test
    void listsTheMostRecentlyChangedStudyFirst() throws IOException {
        Said text = run("list");
        JsonNode json = run("list", "--json").json();

        assertThat(text.code()).isZero();
        assertThat(json.findValuesAsText("study")).contains("not-begun", RUNNING, ENDED);
        assertThat(json.findValuesAsText("updated_at")).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(text.out().lines().map(CommandTest::words))
                .contains(List.of("study", "state", "algorithm", "trials", "best", "metric", "device time", "changed"))
                .anySatisfy(row -> assertThat(row).startsWith(ENDED, "COMPLETED", "asha", "40", "0.9027", "accuracy"));
    }

    @Test
    void neverCreatesADatabase() {
        Said said = say(CapturedConsole.withEnvironment(Map.of("SEXTANT_HOME", folder.toString())), "list");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("There is no database yet", "sextant demo", "--db URL");
        assertThat(folder.resolve("postgres")).doesNotExist();
    }
}
