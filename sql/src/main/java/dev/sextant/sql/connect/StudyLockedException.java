package dev.sextant.sql.connect;

import java.time.Instant;

/** Another coordinator works on the study. */
public final class StudyLockedException extends DatabaseException {
    private final String holder;
    private final Instant since;

    public StudyLockedException(String study, String holder, Instant since) {
        super("Study " + study + " is being run by " + holder + " since " + since + "; wait until it ends, or pause it:"
                + " `sextant stop " + study + "`");
        this.holder = holder;
        this.since = since;
    }

    public String holder() {
        return holder;
    }

    public Instant since() {
        return since;
    }
}
