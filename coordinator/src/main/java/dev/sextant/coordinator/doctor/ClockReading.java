package dev.sextant.coordinator.doctor;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of another machine, read in a known interval of this machine's time.
 *
 * @param before time of this machine before the question
 * @param there time of the other machine
 * @param after time of this machine after the answer
 */
record ClockReading(Instant before, Instant there, Instant after) {
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    /** Returns by how much the other clock is at least ahead; negative if it is behind. */
    Duration difference() {
        if (there.isBefore(before)) {
            return Duration.between(before, there);
        }
        return there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
    }

    /**
     * Returns the finding.
     *
     * @param where the other machine, such as {@code the database server}
     */
    Finding finding(String where) {
        Duration difference = difference();
        if (difference.abs().compareTo(TOLERATED) <= 0) {
            return Finding.ok("clock", where + " and this machine agree within " + TOLERATED.toSeconds() + " s");
        }
        return Finding.warning(
                "clock",
                where + " is at least " + difference.abs().toSeconds() + " s "
                        + (difference.isNegative() ? "behind" : "ahead of") + " this machine",
                "Synchronize both clocks, for example with NTP: times in logs and rows do not match.");
    }
}
