package dev.sextant.coordinator.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.hook.StudyEvent.Kind;
import dev.sextant.coordinator.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivers events to real programs and a real web server. */
class EventDeliveryTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    private EventDelivery delivery(String target, Duration bestPause, Duration timeout) {
        return new EventDelivery(
                EventTarget.of(target, timeout), warnings::add, MonotonicClock.SYSTEM, bestPause, timeout);
    }

    private static StudyEvent best(int trial) {
        return new StudyEvent(
                Kind.NEW_BEST,
                "cars: new best accuracy 0.9, trial " + trial,
                Json.object("study", "cars", "trial", trial, "value", 0.9, "state", null));
    }

    private static StudyEvent failure(int trial) {
        return new StudyEvent(Kind.TRIAL_FAILED, "failed", Json.object("study", "cars", "trial", trial));
    }

    private static StudyEvent end() {
        return new StudyEvent(Kind.STUDY_ENDED, "over", Json.object("study", "cars", "state", "COMPLETED"));
    }

    @Test
    void programReadsTheDocumentAndVariables() throws Exception {
        Path script = Files.writeString(
                folder.resolve("hook.sh"),
                """
                cat >> "$1"
                echo "$SEXTANT_EVENT $SEXTANT_STUDY $SEXTANT_TRIAL $SEXTANT_VALUE $SEXTANT_STATE." >> "$2"
                """);
        Path documents = folder.resolve("documents");
        Path variables = folder.resolve("variables");
        try (EventDelivery delivery =
                delivery("sh " + script + " " + documents + " " + variables, Duration.ZERO, LONG)) {
            delivery.offer(best(5));
            await().atMost(LONG).until(() -> Files.exists(variables) && Files.size(variables) > 0);
            delivery.offer(end());
        }

        assertThat(Files.readAllLines(variables))
                .containsExactly("new_best cars 5 0.9 .", "study_ended cars   COMPLETED.");
        List<String> lines = Files.readAllLines(documents);
        assertThat(lines).hasSize(2);
        JsonNode document = new ObjectMapper().readTree(lines.get(0));
        assertThat(document.path("event").asText()).isEqualTo("new_best");
        assertThat(document.path("text").asText()).isEqualTo("cars: new best accuracy 0.9, trial 5");
        assertThat(document.path("value").asDouble()).isEqualTo(0.9);
        assertThat(document.path("state").isNull()).isTrue();
        assertThat(warnings).isEmpty();
    }

    @Test
    void ofNewBestsThatComeDuringADeliveryOnlyTheLatestIsDelivered() throws Exception {
        try (EventReceiver receiver = EventReceiver.silent()) {
            EventDelivery delivery = delivery(receiver.address(), Duration.ZERO, LONG);
            delivery.offer(best(1));
            await().atMost(LONG).until(() -> receiver.events().size() == 1);
            for (int trial = 2; trial <= 50; trial++) {
                delivery.offer(best(trial));
            }
            receiver.answers.release(2);
            await().atMost(LONG).until(() -> receiver.events().size() == 2);
            receiver.answers.release();
            delivery.offer(end());
            delivery.close();

            assertThat(receiver.events())
                    .extracting(event -> event.path("trial").asInt())
                    .containsExactly(1, 50, 0);
        }
    }

    @Test
    void newBestsInQuickSuccessionAreHeldBackAndTheEndIsNot() throws Exception {
        try (EventReceiver receiver = EventReceiver.answering(200)) {
            EventDelivery delivery = delivery(receiver.address(), Duration.ofHours(1), LONG);
            delivery.offer(best(1));
            await().atMost(LONG).until(() -> receiver.events().size() == 1);
            delivery.offer(best(2));
            delivery.offer(failure(3));
            await().atMost(LONG).until(() -> receiver.events().size() == 2);
            delivery.offer(end());
            delivery.close();

            assertThat(receiver.events())
                    .extracting(event -> event.path("event").asText())
                    .containsExactly("new_best", "trial_failed", "study_ended");
        }
    }

    @Test
    void failuresBeyondTheQueueAreCountedAndTheEndOvertakesThem() throws Exception {
        try (EventReceiver receiver = EventReceiver.silent()) {
            EventDelivery delivery = delivery(receiver.address(), Duration.ZERO, LONG);
            delivery.offer(failure(1));
            await().atMost(LONG).until(() -> receiver.events().size() == 1);
            for (int trial = 2; trial <= 151; trial++) {
                delivery.offer(failure(trial));
            }
            delivery.offer(end());
            receiver.answers.release(2);
            delivery.close();

            assertThat(receiver.events()).hasSize(2);
            assertThat(receiver.events().get(1).path("event").asText()).isEqualTo("study_ended");
            assertThat(receiver.events().get(1).path("skipped_failures").asInt())
                    .isEqualTo(150);
        }
    }

    @Test
    void programThatHangsIsKilledWithItsChildrenAndWarnedOfOnce() throws Exception {
        Path pid = folder.resolve("pid");
        try (EventDelivery delivery =
                delivery("sleep 600 & echo $! >> " + pid + "; wait", Duration.ZERO, Duration.ofMillis(300))) {
            delivery.offer(failure(1));
            await().atMost(LONG).until(() -> warnings.size() == 1);
            delivery.offer(end());
        }

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0))
                .startsWith(
                        "warning: the command of --on-event has not taken the event trial_failed (it ran longer than");
        for (String child : Files.readAllLines(pid)) {
            await().atMost(LONG).until(() -> ProcessHandle.of(Long.parseLong(child))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
        }
    }

    @Test
    void failureOfAProgramIsExplainedByItsLastLine() throws Exception {
        // It prints more than a pipe holds and reads nothing.
        String program = "head -c 300000 /dev/zero | tr '\\0' 'x'; echo; echo 'no such channel' >&2; exit 7";
        try (EventDelivery delivery = delivery(program, Duration.ZERO, LONG)) {
            delivery.offer(end());
        }

        assertThat(warnings).singleElement().asString().contains("(exit code 7: no such channel)");
    }

    @Test
    void secretOfAnAddressIsInNoMessage() throws Exception {
        try (EventReceiver receiver = EventReceiver.answering(404)) {
            try (EventDelivery delivery = delivery(receiver.address(), Duration.ZERO, LONG)) {
                delivery.offer(end());
            }
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "warning: http://127.0.0.1 has not taken the event study_ended (it answered with status 404)")
                    .doesNotContain(EventReceiver.SECRET);
        }
        warnings.clear();
        String address;
        try (EventReceiver gone = EventReceiver.answering(200)) {
            address = gone.address();
        }
        try (EventDelivery delivery = delivery(address, Duration.ZERO, LONG)) {
            delivery.offer(end());
        }
        assertThat(warnings).singleElement().asString().contains("(cannot connect)");
        for (String wrong : List.of(
                "https://host/s3cr3t path", "ftp://host/s3cr3t", "https:///s3cr3t", "https://ada:s3cr3t@host/")) {
            assertThatThrownBy(() -> EventTarget.of(wrong, LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void addressIsWhatBeginsWithASchemeAndSlashes() throws IOException {
        assertThat(EventTarget.of("HTTPS://hooks.example.org/x", LONG)).isInstanceOf(WebTarget.class);
        assertThat(EventTarget.of("curl -d @- http://example.org/x", LONG)).isInstanceOf(ProgramTarget.class);
        assertThat(EventTarget.of("./hook.sh", LONG)).isInstanceOf(ProgramTarget.class);
    }

    @Test
    void silentServerDelaysTheEndOfASweepByABoundedTimeOnly() throws Exception {
        try (EventReceiver receiver = EventReceiver.silent()) {
            EventDelivery delivery = delivery(receiver.address(), Duration.ZERO, Duration.ofMillis(200));
            delivery.offer(failure(1));
            delivery.offer(end());
            delivery.close();

            assertThat(receiver.events()).hasSizeLessThanOrEqualTo(2);
            assertThat(warnings).singleElement().asString().contains("no answer within");
        }
    }
}
