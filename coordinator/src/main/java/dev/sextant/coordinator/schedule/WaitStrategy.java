package dev.sextant.coordinator.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Strategy by which the scheduler's thread waits. Tests replace it, so that waiting moves a manual clock and takes no
 * time.
 */
interface WaitStrategy {
    /** Waits in real time. */
    WaitStrategy REAL_TIME = new WaitStrategy() {
        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }

        @Override
        public <T> Optional<T> poll(BlockingQueue<T> queue, Duration limit) throws InterruptedException {
            return Optional.ofNullable(queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
        }
    };

    /** Waits for a fixed time. */
    void sleep(Duration time) throws InterruptedException;

    /** Removes the head of a queue; waits up to {@code limit} for it, and returns empty if none arrives. */
    <T> Optional<T> poll(BlockingQueue<T> queue, Duration limit) throws InterruptedException;
}
