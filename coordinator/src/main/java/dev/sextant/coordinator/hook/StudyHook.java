package dev.sextant.coordinator.hook;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.hook.StudyEvent.Kind;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyOutcome;
import dev.sextant.coordinator.schedule.StudyProgress;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Tells a program or a web address about new bests, failed trials and the end of a study. Never delays the study: events are
 * delivered on another thread. {@link #close} waits a bounded time for the delivery of the end. Used by the scheduler's
 * thread.
 */
public final class StudyHook implements StudyObserver, AutoCloseable {
    /** Longest duration of one delivery. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration BEST_PAUSE = Duration.ofSeconds(30);
    private static final int TEXT_LENGTH = 300;

    private final StudySpec spec;
    private final EventDelivery delivery;
    private final Map<Integer, Configuration> dispatched = new HashMap<>();
    private Optional<StudyProgress> latest = Optional.empty();

    StudyHook(StudySpec spec, EventDelivery delivery) {
        this.spec = spec;
        this.delivery = delivery;
    }

    /**
     * Returns a hook that delivers to the target of a value of {@code --on-event}.
     *
     * @param warnings receives a warning about the first event that could not be delivered; called on another thread
     * @throws IllegalArgumentException if the value is an address that cannot be used; the message does not repeat it
     */
    public static StudyHook to(String value, StudySpec spec, Consumer<String> warnings) {
        return new StudyHook(
                spec,
                new EventDelivery(
                        EventTarget.of(value, TIMEOUT), warnings, MonotonicClock.SYSTEM, BEST_PAUSE, TIMEOUT));
    }

    /**
     * Returns the name of the target for messages: of an address only scheme and host.
     *
     * @throws IllegalArgumentException if the value is an address that cannot be used; the message does not repeat it
     */
    public static String targetName(String value) {
        return EventTarget.of(value, TIMEOUT).name();
    }

    @Override
    public void dispatched(StoredTrial trial, int slot, String reason) {
        dispatched.put(trial.number(), trial.configuration());
    }

    @Override
    public void measured(RunReport.EpochDone report, boolean best) {
        if (!best) {
            return;
        }
        int trial = report.key().trial();
        double value = spec.objective().valueOf(report.metrics()).objective();
        offer(
                Kind.NEW_BEST,
                "%s: new best %s %s, trial %d after epoch %d"
                        .formatted(
                                spec.name(),
                                spec.objective().metric(),
                                TextFormat.number(value),
                                trial,
                                report.epoch()),
                Json.object("trial", trial, "epoch", report.epoch(), "value", value, "params", dispatched.get(trial)));
    }

    @Override
    public void ended(StoredTrial trial, int slot, RunState run, String description) {
        dispatched.remove(trial.number());
        if (trial.state() == TrialState.FAILED) {
            String firstLine = description.lines().findFirst().orElse("");
            offer(
                    Kind.TRIAL_FAILED,
                    spec.name() + ": trial " + trial.number() + " failed: " + shortened(firstLine),
                    Json.object(
                            "trial", trial.number(),
                            "failure", trial.failure(),
                            "error", description,
                            "params", trial.configuration()));
        }
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_LENGTH ? text : text.substring(0, TEXT_LENGTH) + " ...";
    }

    @Override
    public void notice(String message) {}

    @Override
    public void progress(StudyProgress progress) {
        latest = Optional.of(progress);
    }

    /** Tells that the study has ended or was paused. */
    public void end(StudyOutcome outcome) {
        end(
                outcome.state().name(),
                spec.name() + " is " + outcome.state().name().toLowerCase(Locale.ROOT) + ": " + outcome.reason(),
                outcome.reason());
    }

    /** Tells that the coordinator failed; the study can be resumed. */
    public void end(Exception failure) {
        String reason = String.valueOf(failure.getMessage());
        end(
                null,
                spec.name() + ": the coordinator failed: "
                        + shortened(reason.lines().findFirst().orElse("")),
                reason);
    }

    private void end(String state, String text, String reason) {
        OptionalDouble best = latest.map(StudyProgress::bestValue)
                .filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
        Optional<Integer> bestTrial = latest.flatMap(StudyProgress::bestTrial);
        String achieved = best.isPresent() && bestTrial.isPresent()
                ? ". Best " + spec.objective().metric() + ": " + TextFormat.number(best.getAsDouble()) + ", trial "
                        + bestTrial.get()
                : "";
        offer(
                Kind.STUDY_ENDED,
                text + achieved,
                Json.object(
                        "state", state,
                        "reason", reason,
                        "trial", bestTrial,
                        "value", best,
                        "trials", latest.map(StudyProgress::trials),
                        "failed_trials", latest.map(progress -> progress.count(TrialState.FAILED))));
    }

    private void offer(Kind kind, String text, Map<String, Object> facts) {
        Map<String, Object> all = Json.object(
                "study", spec.name(),
                "metric", spec.objective().metric(),
                "goal", spec.objective().goal().word());
        all.putAll(facts);
        delivery.offer(new StudyEvent(kind, text, all));
    }

    @Override
    public void close() {
        delivery.close();
    }
}
