package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.StoredTrial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trials whose runs were lost: how often each was tried, and when it may be tried again. Counts start anew with each
 * coordinator. Used by the scheduler's thread alone.
 */
final class RetrySchedule {
    /** Tries of a run whose executor dies: the configuration itself may kill it. */
    static final int MAX_TRIES = 3;

    /** Tries of a run that its environment stops, such as a full disk: enough time for somebody to free space. */
    static final int MAX_TRIES_AFTER_ENVIRONMENT_FAILURE = 12;

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Integer, LostRuns> byTrial = new HashMap<>();

    /**
     * @param tries since the checkpoint
     * @param checkpoint the trial's newest when its run was lost
     */
    private record LostRuns(int tries, Instant retryAt, Optional<Checkpoint> checkpoint) {}

    RetrySchedule(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns how often the trial has been tried since its newest checkpoint, including the run that has just ended. A new
     * checkpoint is progress, so runs lost before it do not count.
     */
    int tries(StoredTrial trial) {
        LostRuns lost = byTrial.get(trial.number());
        return lost != null && lost.checkpoint().equals(trial.checkpoint()) ? lost.tries() + 1 : 1;
    }

    /** Adds a lost run of the trial, and schedules the next try. */
    void add(StoredTrial trial) {
        int tries = tries(trial);
        byTrial.put(trial.number(), new LostRuns(tries, clock.instant().plus(backOff(tries)), trial.checkpoint()));
    }

    /** Removes a trial whose run ended in another way. */
    void remove(int trial) {
        byTrial.remove(trial);
    }

    /** Whether the trial may be tried again now. */
    boolean isDue(int trial) {
        LostRuns lost = byTrial.get(trial);
        return lost == null || !clock.instant().isBefore(lost.retryAt());
    }

    /** No wait after the first loss, then 5 s, 25 s, and one minute from then on. */
    private static Duration backOff(int tries) {
        return switch (tries) {
            case 1 -> Duration.ZERO;
            case 2 -> Duration.ofSeconds(5);
            case 3 -> Duration.ofSeconds(25);
            default -> LONGEST_BACK_OFF;
        };
    }
}
