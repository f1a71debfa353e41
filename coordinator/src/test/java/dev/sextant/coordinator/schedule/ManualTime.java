package dev.sextant.coordinator.schedule;

import dev.sextant.common.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/** A clock that stands still until a test moves it, or somebody waits on it: waiting takes no real time. */
final class ManualTime implements MonotonicClock, WaitStrategy {
    private final Deque<Runnable> duringWaits = new ArrayDeque<>();
    private Duration now = Duration.ZERO;
    private int sleeps;

    @Override
    public Duration now() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    /** Number of calls of {@link #sleep} so far. */
    int sleeps() {
        return sleeps;
    }

    /** Runs something during the next wait that nothing is planned for yet. */
    void duringNextWait(Runnable action) {
        duringWaits.add(action);
    }

    @Override
    public void sleep(Duration time) {
        sleeps++;
        advance(time);
        runPlanned();
    }

    @Override
    public <T> Optional<T> poll(BlockingQueue<T> queue, Duration limit) {
        if (queue.isEmpty()) {
            advance(limit);
            runPlanned();
        }
        return Optional.ofNullable(queue.poll());
    }

    private void runPlanned() {
        Runnable action = duringWaits.poll();
        if (action != null) {
            action.run();
        }
    }
}
