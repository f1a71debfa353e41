package dev.sextant.coordinator.study;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.time.Duration;
import java.util.Optional;

/** Estimates when a study's budget will be used up, from the share used since the first call. Used by one thread. */
public final class RemainingTime {
    /** Too short a time or too small a share give no useful estimate. */
    private static final Duration MIN_ELAPSED = Duration.ofSeconds(5);

    private static final double MIN_SHARE = 0.01;

    private final MonotonicClock clock;
    private Optional<Duration> start = Optional.empty();
    private double shareAtStart;

    public RemainingTime(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Returns the estimate; empty while it is too early, or if no limit of the budget applies. */
    public Optional<Duration> estimate(StudyProgress progress) {
        double share = usedShare(progress);
        Duration now = clock.now();
        if (start.isEmpty()) {
            start = Optional.of(now);
            shareAtStart = share;
        }
        Duration elapsed = now.minus(start.get());
        double used = share - shareAtStart;
        if (elapsed.compareTo(MIN_ELAPSED) < 0 || used < MIN_SHARE || share >= 1) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / used)));
    }

    /** The largest used share of any limit of the budget, in [0, 1]. */
    private static double usedShare(StudyProgress progress) {
        Budget budget = progress.spec().budget();
        double share = 0;
        if (budget.trials().isPresent()) {
            int finished = progress.trials() - progress.count(TrialState.RUNNING) - progress.count(TrialState.PENDING);
            share = Math.max(share, (double) finished / budget.trials().getAsInt());
        }
        if (budget.epochs().isPresent()) {
            share = Math.max(share, (double) progress.epochs() / budget.epochs().getAsLong());
        }
        if (budget.deviceHours().isPresent()) {
            share = Math.max(
                    share,
                    progress.deviceTime().toMillis() / (budget.deviceHours().getAsDouble() * 3_600_000));
        }
        if (budget.wallClock().isPresent()) {
            share = Math.max(
                    share,
                    (double) progress.wallClock().toMillis()
                            / budget.wallClock().get().toMillis());
        }
        return Math.min(1, share);
    }
}
