package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.time.MonotonicClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trials whose runs were lost, each with its number of tries and the time of the next one. Counts start anew with each
 * coordinator. Used by the scheduler's thread alone.
 */
final class RetrySchedule {
    /**
     * Maximum number of tries of a run whose executor dies. It is low, because the configuration itself may be the
     * cause.
     */
    static final int MAX_TRIES = 3;

    /**
     * Maximum number of tries of a run that fails because of its environment, such as a full disk. It leaves time to
     * free space.
     */
    static final int MAX_TRIES_AFTER_ENVIRONMENT_FAILURE = 12;

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final MonotonicClock clock;
    private final Map<Integer, LostRuns> byTrial = new HashMap<>();

    /**
     * @param tries number of tries since the checkpoint
     * @param checkpoint newest checkpoint of the trial when its run was lost
     */
    private record LostRuns(int tries, Duration retryAt, Optional<Checkpoint> checkpoint) {}

    RetrySchedule(MonotonicClock clock) {
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
        byTrial.put(trial.number(), new LostRuns(tries, clock.now().plus(backOff(tries)), trial.checkpoint()));
    }

    /** Removes a trial whose run ended in another way. */
    void remove(int trial) {
        byTrial.remove(trial);
    }

    /** Whether the trial may be tried again now. */
    boolean isDue(int trial) {
        LostRuns lost = byTrial.get(trial);
        return lost == null || clock.now().compareTo(lost.retryAt()) >= 0;
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
