package dev.sextant.coordinator.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Trials whose runs were cut off: how often, and when each is tried again. Counts within one coordinator's life. Used by
 * the scheduler's thread alone.
 */
final class Losses {
    /** How often a run is tried whose executor dies under it: the configuration itself may kill it. */
    static final int MOST_TRIES = 3;

    /** How often a run is tried that its surroundings stop (a full disk): long enough for somebody to mend them. */
    static final int MOST_TRIES_IN_BAD_SURROUNDINGS = 12;

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Integer, Loss> byTrial = new HashMap<>();

    private record Loss(int tries, Instant retryAt) {}

    Losses(InstantSource clock) {
        this.clock = clock;
    }

    /** How often the trial's present stretch has been tried, the run that has just ended included. */
    int tries(int trial) {
        Loss loss = byTrial.get(trial);
        return loss == null ? 1 : loss.tries() + 1;
    }

    /** The trial's run was cut off once more. */
    void add(int trial) {
        int tries = tries(trial);
        byTrial.put(trial, new Loss(tries, clock.instant().plus(backOff(tries))));
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
