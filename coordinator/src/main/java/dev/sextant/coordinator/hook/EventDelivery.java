package dev.sextant.coordinator.hook;

import dev.sextant.common.time.MonotonicClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Delivers events one after the other on a thread of its own, so that a slow target delays nobody. Of new bests only the
 * latest waits; of failed trials at most {@link #MAX_WAITING}, further ones are counted. The end of the study comes before
 * whatever still waits, and is the last event. Thread-safe.
 */
final class EventDelivery implements AutoCloseable {
    private static final int MAX_WAITING = 100;
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final EventTarget target;
    private final Consumer<String> warnings;
    private final MonotonicClock clock;
    private final Duration bestPause;
    private final Duration patience;
    private final Thread thread = new Thread(this::deliver, "events");

    private final Deque<StudyEvent> failures = new ArrayDeque<>();
    private Optional<StudyEvent> best = Optional.empty();
    private Optional<StudyEvent> end = Optional.empty();
    private Optional<Duration> bestDelivered = Optional.empty();
    private long skipped;
    private boolean closed;
    private boolean warned;

    /**
     * @param warnings receives a warning about the first event that could not be delivered
     * @param bestPause shortest time between two new bests
     * @param timeout longest duration of one delivery; {@link #close} waits at most for two
     */
    EventDelivery(
            EventTarget target, Consumer<String> warnings, MonotonicClock clock, Duration bestPause, Duration timeout) {
        this.target = target;
        this.warnings = warnings;
        this.clock = clock;
        this.bestPause = bestPause;
        this.patience = timeout.multipliedBy(2).plus(RESERVE);
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues an event; returns at once. */
    synchronized void offer(StudyEvent event) {
        switch (event.kind()) {
            case NEW_BEST -> best = Optional.of(event);
            case STUDY_ENDED -> end = Optional.of(event);
            case TRIAL_FAILED -> {
                if (failures.size() < MAX_WAITING) {
                    failures.add(event);
                } else {
                    skipped++;
                }
            }
        }
        notifyAll();
    }

    private void deliver() {
        try {
            for (Optional<StudyEvent> next = next(); next.isPresent(); next = next()) {
                deliver(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends
        }
    }

    private void deliver(StudyEvent event) throws InterruptedException {
        try {
            target.deliver(event);
        } catch (IOException | RuntimeException e) {
            if (!warned) {
                warned = true;
                warnings.accept("warning: " + target.name() + " has not taken the event "
                        + event.kind().word() + " (" + e.getMessage()
                        + "). The study goes on; other such failures are not shown.");
            }
        }
    }

    /** Waits for the next event to deliver; empty when there will be none. */
    private synchronized Optional<StudyEvent> next() throws InterruptedException {
        while (!closed) {
            if (end.isPresent()) {
                closed = true;
                skipped += failures.size();
                return end.map(this::withSkipped);
            }
            if (!failures.isEmpty()) {
                return Optional.of(withSkipped(failures.remove()));
            }
            Duration now = clock.now();
            Duration wait = best.isEmpty()
                    ? Duration.ZERO
                    : bestDelivered.map(last -> last.plus(bestPause).minus(now)).orElse(Duration.ZERO);
            if (best.isPresent() && wait.toMillis() <= 0) {
                StudyEvent event = best.get();
                best = Optional.empty();
                bestDelivered = Optional.of(now);
                return Optional.of(event);
            }
            wait(wait.toMillis()); // 0 waits for the next offer
        }
        return Optional.empty();
    }

    private StudyEvent withSkipped(StudyEvent event) {
        long count = skipped;
        skipped = 0;
        return count == 0 ? event : event.with("skipped_failures", count);
    }

    /** Waits for the delivery of the study's end, if that was offered, but only for a bounded time. */
    @Override
    public void close() {
        boolean ending;
        synchronized (this) {
            ending = end.isPresent();
            closed |= !ending;
            notifyAll();
        }
        try {
            if (ending) {
                thread.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes it is in a hurry
        } finally {
            thread.interrupt();
        }
    }
}
