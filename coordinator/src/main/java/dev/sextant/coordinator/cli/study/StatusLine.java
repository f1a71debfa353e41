package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.TrialState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.schedule.StudyProgress;
import dev.sextant.coordinator.study.RemainingTime;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats the progress of a study as one line. Used by one thread. */
final class StatusLine {
    private final RemainingTime remaining;

    StatusLine(MonotonicClock clock) {
        this.remaining = new RemainingTime(clock);
    }

    /**
     * Formats the line.
     *
     * @param work progress of work on an executor that belongs to no epoch; empty for none
     * @param columns greatest length; less important parts are dropped to fit
     */
    String of(StudyProgress progress, Optional<String> work, int columns) {
        Optional<String> left = remaining.estimate(progress).map(time -> TextFormat.duration(time) + " left");
        String spent =
                TextFormat.count(progress.epochs(), "epoch") + " in " + TextFormat.duration(progress.deviceTime());
        List<List<Optional<String>>> choices = new ArrayList<>();
        if (work.isPresent()) {
            choices.add(List.of(trials(progress), best(progress), work));
            choices.add(List.of(work));
        }
        choices.addAll(List.of(
                List.of(trials(progress), best(progress), Optional.of(spent), rungs(progress), left),
                List.of(trials(progress), best(progress), Optional.of(spent), left),
                List.of(trials(progress), best(progress), left),
                List.of(trials(progress), best(progress))));
        return choices.stream()
                .map(parts -> parts.stream().flatMap(Optional::stream).collect(Collectors.joining(" | ")))
                .filter(text -> text.length() <= columns)
                .findFirst()
                .orElseGet(() -> {
                    String text = trials(progress).orElseThrow();
                    return text.substring(0, Math.min(columns, text.length()));
                });
    }

    private static Optional<String> trials(StudyProgress progress) {
        StringBuilder text = new StringBuilder(TextFormat.count(progress.trials(), "trial"));
        append(text, progress, TrialState.RUNNING, "running");
        append(text, progress, TrialState.PAUSED, "paused");
        append(text, progress, TrialState.PENDING, "pending");
        append(text, progress, TrialState.COMPLETED, "completed");
        append(text, progress, TrialState.STOPPED, "stopped");
        append(text, progress, TrialState.FAILED, "failed");
        return Optional.of(text.toString());
    }

    private static Optional<String> best(StudyProgress progress) {
        return progress.bestTrial()
                .map(trial -> "best " + TextFormat.number(progress.bestValue()) + " (trial " + trial + ")");
    }

    /** Target epochs of running trials. */
    private static Optional<String> rungs(StudyProgress progress) {
        return progress.rungs().isEmpty()
                ? Optional.empty()
                : Optional.of("to epoch "
                        + progress.rungs().entrySet().stream()
                                .map(rung -> rung.getKey() + (rung.getValue() > 1 ? "×" + rung.getValue() : ""))
                                .collect(Collectors.joining(", ")));
    }

    private static void append(StringBuilder text, StudyProgress progress, TrialState state, String word) {
        if (progress.count(state) > 0) {
            text.append(", ").append(progress.count(state)).append(' ').append(word);
        }
    }
}
