package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats the progress of a study as one line. Used by one thread. */
final class StatusLine {
    private final InstantSource clock;
    private Instant firstSeen;
    private double firstSpent;

    StatusLine(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Formats the line.
     *
     * @param columns greatest length; less important parts are dropped to fit
     */
    String of(StudyProgress status, int columns) {
        Optional<String> left = timeLeft(status).map(time -> TextFormat.duration(time) + " left");
        String spent = TextFormat.count(status.epochs(), "epoch") + " in " + TextFormat.duration(status.deviceTime());
        List<List<Optional<String>>> choices = List.of(
                List.of(trials(status), best(status), Optional.of(spent), rungs(status), left),
                List.of(trials(status), best(status), Optional.of(spent), left),
                List.of(trials(status), best(status), left),
                List.of(trials(status), best(status)));
        return choices.stream()
                .map(parts -> parts.stream().flatMap(Optional::stream).collect(Collectors.joining(" | ")))
                .filter(text -> text.length() <= columns)
                .findFirst()
                .orElseGet(() -> {
                    String text = trials(status).orElseThrow();
                    return text.substring(0, Math.min(columns, text.length()));
                });
    }

    private static Optional<String> trials(StudyProgress status) {
        StringBuilder text = new StringBuilder(TextFormat.count(status.trials(), "trial"));
        append(text, status, TrialState.RUNNING, "running");
        append(text, status, TrialState.PAUSED, "paused");
        append(text, status, TrialState.PENDING, "pending");
        append(text, status, TrialState.COMPLETED, "completed");
        append(text, status, TrialState.STOPPED, "stopped");
        append(text, status, TrialState.FAILED, "failed");
        return Optional.of(text.toString());
    }

    private static Optional<String> best(StudyProgress status) {
        return status.bestTrial()
                .map(trial -> "best " + TextFormat.number(status.bestValue()) + " (trial " + trial + ")");
    }

    /** Target epochs of running trials. */
    private static Optional<String> rungs(StudyProgress status) {
        return status.rungs().isEmpty()
                ? Optional.empty()
                : Optional.of("to epoch "
                        + status.rungs().entrySet().stream()
                                .map(rung -> rung.getKey() + (rung.getValue() > 1 ? "×" + rung.getValue() : ""))
                                .collect(Collectors.joining(", ")));
    }

    private static void append(StringBuilder text, StudyProgress status, TrialState state, String word) {
        if (status.count(state) > 0) {
            text.append(", ").append(status.count(state)).append(' ').append(word);
        }
    }

    /** Extrapolates from the share of the budget that was used since the first call. */
    private Optional<Duration> timeLeft(StudyProgress status) {
        double spent = spentShare(status);
        Instant now = clock.instant();
        if (firstSeen == null) {
            firstSeen = now;
            firstSpent = spent;
        }
        Duration elapsed = Duration.between(firstSeen, now);
        double used = spent - firstSpent;
        if (elapsed.toSeconds() < 5 || used < 0.01 || spent >= 1) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - spent) / used)));
    }

    /** The largest share of any limit of the budget that is spent, in [0, 1]. */
    private static double spentShare(StudyProgress status) {
        Budget budget = status.spec().budget();
        double share = 0;
        if (budget.trials().isPresent()) {
            int finished = status.trials() - status.count(TrialState.RUNNING) - status.count(TrialState.PENDING);
            share = Math.max(share, (double) finished / budget.trials().getAsInt());
        }
        if (budget.epochs().isPresent()) {
            share = Math.max(share, (double) status.epochs() / budget.epochs().getAsLong());
        }
        if (budget.deviceHours().isPresent()) {
            share = Math.max(
                    share,
                    status.deviceTime().toMillis() / (budget.deviceHours().getAsDouble() * 3_600_000));
        }
        if (budget.wallClock().isPresent()) {
            share = Math.max(
                    share,
                    (double) status.wallClock().toMillis()
                            / budget.wallClock().get().toMillis());
        }
        return Math.min(1, share);
    }
}
