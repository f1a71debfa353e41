package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.Request;
import java.io.IOException;
import java.util.List;
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

    @Test
    void asksTheCoordinatorToEndATrial() throws IOException {
        assertThat(run("stop", RUNNING, "5").out())
                .isEqualTo("Requested the end of trial 5 of flowers. It finishes its epoch and saves a checkpoint.\n");
        assertThat(run("stop", RUNNING, "5", "--json").json().get("asked").asBoolean())
                .isTrue();

        List<Request> open =
                database().requests().open(database().studies().find(RUNNING).orElseThrow());
        assertThat(open.stream().filter(Request.StopTrial.class::isInstance).map(Request.StopTrial.class::cast))
                .singleElement()
                .satisfies(stop -> {
                    assertThat(stop.trial()).isEqualTo(5);
                    assertThat(stop.requester()).isEqualTo(LocalUser.atHost());
                });
    }

    @Test
    void endsATrialOfAStudyThatNobodyRunsWhenItIsResumed() {
        assertThat(run("stop", ENDED, "2", "--wait").out())
                .isEqualTo("cars-resnet18 is not running: trial 2 of cars-resnet18 ends when it is resumed.\n");
    }

    @Test
    void refusesToEndATrialThatHasEndedOrDoesNotExist() {
        Said ended = run("stop", ENDED, "1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("sextant: Trial 1 of cars-resnet18 cannot be stopped: it is completed\n");
        Said unknown = run("stop", ENDED, "999");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err())
                .isEqualTo("sextant: There is no trial 999 in cars-resnet18: it has trials 1 to " + TRIALS + "\n");
        assertThat(run("stop", "no-such-study", "1").code()).isEqualTo(1);
        assertThat(run("stop", ENDED, "first").code()).isEqualTo(2);
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
