package dev.sextant.coordinator.cli;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.schedule.StudyStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts where a study stands into one line. */
final class StatusLine {
    private final InstantSource clock;
    private Instant firstSeen;
    private double firstSpent;

    StatusLine(InstantSource clock) {
        this.clock = clock;
    }

    String of(StudyStatus status) {
        StringBuilder text = new StringBuilder();
        text.append(status.trials()).append(" trials");
        append(text, status, TrialState.RUNNING, "running");
        append(text, status, TrialState.PAUSED, "paused");
        append(text, status, TrialState.PENDING, "pending");
        append(text, status, TrialState.COMPLETED, "completed");
        append(text, status, TrialState.FAILED, "failed");
        status.bestTrial().ifPresent(trial -> text.append(" | best ")
                .append(Words.number(status.bestValue()))
                .append(" (trial ")
                .append(trial)
                .append(')'));
        text.append(" | ").append(status.epochs()).append(" epochs, ").append(Words.duration(status.deviceTime()));
        if (!status.rungs().isEmpty()) {
            text.append(" | to epoch ")
                    .append(status.rungs().entrySet().stream()
                            .map(rung -> rung.getKey() + (rung.getValue() > 1 ? "×" + rung.getValue() : ""))
                            .collect(Collectors.joining(" ")));
        }
        timeLeft(status)
                .ifPresent(left ->
                        text.append(" | about ").append(Words.duration(left)).append(" left"));
        return text.toString();
    }

    private static void append(StringBuilder text, StudyStatus status, TrialState state, String word) {
        if (status.count(state) > 0) {
            text.append(", ").append(status.count(state)).append(' ').append(word);
        }
    }

    /** From the share of the budget that went since we first looked: it goes on as it went. */
    private Optional<Duration> timeLeft(StudyStatus status) {
        double spent = spentShare(status);
        Instant now = clock.instant();
        if (firstSeen == null) {
            firstSeen = now;
            firstSpent = spent;
        }
        Duration elapsed = Duration.between(firstSeen, now);
        double went = spent - firstSpent;
        if (elapsed.toSeconds() < 5 || went < 0.01 || spent >= 1) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - spent) / went)));
    }

    /** The largest share of any limit of the budget that is spent, in [0, 1]. */
    private static double spentShare(StudyStatus status) {
        Budget budget = status.spec().budget();
        double share = 0;
        if (budget.trials().isPresent()) {
            int over = status.trials() - status.count(TrialState.RUNNING) - status.count(TrialState.PENDING);
            share = Math.max(share, (double) over / budget.trials().getAsInt());
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
