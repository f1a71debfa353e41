package dev.sextant.coordinator.spark;

import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.schedule.ClusterException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The wait for executors. It ends when patience does, unless executors are on their way: on a slow or busy machine they may
 * take long. Then it goes on, with notices, up to {@value #LONGEST} times as long. Used by one thread.
 */
final class ExecutorWait {
    static final int LONGEST = 10;

    private final Duration patience;
    private final MonotonicClock clock;
    private final Consumer<String> notice;
    private final Duration start;
    private int noticed;

    /** @param notice receives what users are told while the wait goes on */
    ExecutorWait(Duration patience, MonotonicClock clock, Consumer<String> notice) {
        this.patience = patience;
        this.clock = clock;
        this.notice = notice;
        this.start = clock.now();
    }

    /**
     * Returns if it makes sense to go on waiting.
     *
     * @param complaint message for the case that nothing is under way, given the time waited
     * @param underway what executors are doing, the beginning of a sentence; empty if nothing is under way
     * @throws ClusterException if it does not
     */
    void goOnOr(Function<Duration, String> complaint, Optional<String> underway) {
        Duration waited = clock.now().minus(start);
        if (waited.compareTo(patience.multipliedBy(noticed + 1L)) < 0) {
            return;
        }
        String doing = underway.orElseThrow(() -> new ClusterException(complaint.apply(waited)));
        String after = doing + " after " + waited.toSeconds() + " s: ";
        if (waited.compareTo(patience.multipliedBy(LONGEST)) >= 0) {
            throw new ClusterException(after + "their machine is too slow or too busy, or they hang. Use fewer slots"
                    + " (--slots), or wait longer (--executor-patience).");
        }
        noticed++;
        notice.accept(after + "their machine is slow or busy. The study begins as soon as they are ready.");
    }
}
