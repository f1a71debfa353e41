package dev.sextant.sql.connect;

import java.time.Instant;

/** Thrown if another coordinator runs the study. */
public final class StudyLockedException extends DatabaseException {
    private final String holder;
    private final Instant since;

    public StudyLockedException(String study, String holder, Instant since) {
        super("Study " + study + " is being run by " + holder + " since " + since + ". Wait until it ends, or pause it:"
                + " sextant stop " + study);
        this.holder = holder;
        this.since = since;
    }

    /** Returns the name of the coordinator that runs the study. */
    public String holder() {
        return holder;
    }

    /** Returns when that coordinator took the lock, by the database server's clock. */
    public Instant since() {
        return since;
    }
}
