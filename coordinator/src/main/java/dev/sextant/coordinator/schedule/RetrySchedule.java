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
 * Trials whose runs were cut off: how often, and when each is tried again. Counts within one coordinator's life. Used by
 * the scheduler's thread alone.
 */
final class RetrySchedule {
    /** How often a run is tried whose executor dies under it: the configuration itself may kill it. */
    static final int MOST_TRIES = 3;

    /** How often a run is tried that its surroundings stop (a full disk): long enough for somebody to mend them. */
    static final int MOST_TRIES_IN_BAD_SURROUNDINGS = 12;

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Integer, Loss> byTrial = new HashMap<>();

    /** @param checkpoint the trial's latest when its run was cut off */
    private record Loss(int tries, Instant retryAt, Optional<Checkpoint> checkpoint) {}

    RetrySchedule(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * How often the trial has been tried since its latest checkpoint, the run that has just ended included. A run that
     * saved a new one before it was cut off has got on: what was lost before it counts no more.
     */
    int tries(StoredTrial trial) {
        Loss loss = byTrial.get(trial.number());
        return loss != null && loss.checkpoint().equals(trial.checkpoint()) ? loss.tries() + 1 : 1;
    }

    /** The trial's run was cut off once more. */
    void add(StoredTrial trial) {
        int tries = tries(trial);
        byTrial.put(trial.number(), new Loss(tries, clock.instant().plus(backOff(tries)), trial.checkpoint()));
    }

    /** The trial's run ended in another way. */
    void forget(int trial) {
        byTrial.remove(trial);
    }

    /** Whether the trial may be tried again now. */
    boolean isDue(int trial) {
        Loss loss = byTrial.get(trial);
        return loss == null || !clock.instant().isBefore(loss.retryAt());
    }

    /** None after the first loss, then 5 s, 25 s, and a minute from then on. */
    private static Duration backOff(int tries) {
        return switch (tries) {
            case 1 -> Duration.ZERO;
            case 2 -> Duration.ofSeconds(5);
            case 3 -> Duration.ofSeconds(25);
            default -> LONGEST_BACK_OFF;
        };
    }
}
