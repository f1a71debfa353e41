package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.sql.row.StudyRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deletes studies. */
class DeleteCommandTest extends CommandTest {
    @Test
    void deletesRowsAndCheckpoints() throws Exception {
        StudyRow row = database().studies().createIfAbsent(SampleStudy.spec("old"));
        Path checkpoints = checkpoints(row);
        Files.createDirectories(checkpoints.resolve("trial-0001"));
        Files.writeString(checkpoints.resolve("trial-0001/epoch-001-run-1-attempt-1.ckpt"), "x");
        Path logs = Files.createDirectories(home().resolve("logs"));
        for (String log : List.of("old.log", "old.1.log", "old-cars.log")) {
            Files.writeString(logs.resolve(log), "events");
        }

        Said refused = run("delete", "old");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("Without a terminal, delete needs --yes");
        Said declined =
                say(CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home().toString()), "n\n"), "delete", "old");
        assertThat(declined.out()).contains("Delete old (0 trials", checkpoints.toString(), "Nothing was deleted.");
        assertThat(database().studies().find("old")).isPresent();

        Said deleted =
                say(CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home().toString()), "y\n"), "delete", "old");
        assertThat(deleted.out()).endsWith("Deleted old (0 trials)\n");
        assertThat(database().studies().find("old")).isEmpty();
        assertThat(checkpoints).doesNotExist();
        assertThat(logs.resolve("old.log")).doesNotExist();
        assertThat(logs.resolve("old.1.log")).doesNotExist();
        assertThat(logs.resolve("old-cars.log")).exists();
        assertThat(run("status", "old").err())
                .contains("There is no study old")
                .contains(". " + LocalUser.atHost() + " deleted the study of this name on ");
    }

    @Test
    void refusesARunningStudyAndNamesItsCoordinator() {
        Said said = run("delete", RUNNING, "--yes");

        assertThat(said.code()).isEqualTo(ExitCode.LOCKED);
        assertThat(said.err()).contains("ada@node-1 (process 4711)").hasLineCount(1);
        assertThat(database().studies().find(RUNNING)).isPresent();
    }
}
