package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.sql.StudyJournal;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Pauses studies. */
class StopCommandTest extends CommandTest {
    @Test
    void saysThatTheStudyIsNotRunning() throws IOException {
        assertThat(run("stop", ENDED).out()).isEqualTo("cars-resnet18 is not running: it is completed\n");
        JsonNode json = run("stop", ENDED, "--json").json();
        assertThat(json.get("state").asText()).isEqualTo("COMPLETED");
        assertThat(json.get("asked").asBoolean()).isFalse();
    }

    @Test
    void requestsAPauseFromTheCoordinator() {
        assertThat(run("stop", RUNNING).out())
                .startsWith("Requested a pause of flowers, run by ada@node-1 (process 4711). ");
        assertThat(run("status", RUNNING).out()).contains("pause requested by " + LocalUser.atHost() + " at ");
    }

    @Test
    void waitsUntilTheStudyIsPaused() throws Exception {
        String name = "to-be-stopped";
        StudyJournal journal = SampleStudy.lock(database(), name);
        Thread coordinator = new Thread(() -> pauseOnRequest(journal));
        coordinator.setDaemon(true);
        coordinator.start();

        assertThat(run("stop", name, "--wait").out())
                .isEqualTo("to-be-stopped is paused. Run `sextant resume to-be-stopped` to resume it.\n");

        coordinator.join();
        assertThat(run("delete", name, "--yes").code()).isZero();
    }

    private static void pauseOnRequest(StudyJournal journal) {
        try (journal) {
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.RUNNING, "ada runs it"));
            while (!journal.stopRequested()) {
                Thread.onSpinWait();
            }
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.PAUSED, "was asked to"));
        }
    }
}
