package dev.sextant.sql.connect;

import java.time.Duration;

/**
 * Seconds after which a server that does not answer counts as gone. They follow from how long a caller waits for a database
 * that is gone: the waiting ends after that time plus at most one more attempt.
 *
 * @param login for opening a connection
 * @param lock for the session that holds the lock of a study, whose statements are short
 * @param statement for all other statements
 */
public record Timeouts(int login, int lock, int statement) {
    /** For callers that do not say how long they wait. */
    public static final Timeouts DEFAULT = within(Duration.ofMinutes(1));

    /** Returns the time-outs for a caller that waits for this long. No patience makes them so short that a busy server fails. */
    public static Timeouts within(Duration patience) {
        long seconds = patience.toSeconds();
        return new Timeouts(between(3, seconds / 6, 10), between(3, seconds / 3, 20), between(5, seconds, 60));
    }

    private static int between(int least, long seconds, int most) {
        return (int) Math.max(least, Math.min(most, seconds));
    }
}
