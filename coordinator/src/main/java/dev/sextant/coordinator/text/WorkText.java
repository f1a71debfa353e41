package dev.sextant.coordinator.text;

import dev.sextant.common.time.MonotonicClock;
import java.time.Duration;

/**
 * Text for the progress of one piece of work after another: {@code reading images: 320 of 825 (39 %), 20s left}, or
 * {@code loading the model ...} for work without parts. Used by one thread at a time.
 */
public final class WorkText {
    /** Too short a time gives no useful estimate. */
    private static final Duration MIN_ELAPSED = Duration.ofSeconds(2);

    private final MonotonicClock clock;
    private String current = "";
    private Duration start = Duration.ZERO;
    private long doneAtStart;

    public WorkText(MonotonicClock clock) {
        this.clock = clock;
    }

    /**
     * Formats the progress of work; the estimate of the remaining time begins with the first call for it.
     *
     * @param done parts that are done
     * @param total number of parts
     */
    public String of(String work, long done, long total) {
        Duration now = clock.now();
        if (!work.equals(current) || done < doneAtStart) {
            current = work;
            start = now;
            doneAtStart = done;
        }
        if (total <= 1) {
            return work + " ...";
        }
        return "%s: %s of %s (%s)%s"
                .formatted(
                        work,
                        TextFormat.count(done),
                        TextFormat.count(total),
                        TextFormat.share((double) done, (double) total),
                        left(now.minus(start), done, total));
    }

    private String left(Duration elapsed, long done, long total) {
        if (elapsed.compareTo(MIN_ELAPSED) < 0 || done <= doneAtStart) {
            return "";
        }
        double seconds = elapsed.toMillis() / 1000.0 * (total - done) / (done - doneAtStart);
        return ", " + TextFormat.seconds(Math.ceil(seconds)) + " left";
    }
}
