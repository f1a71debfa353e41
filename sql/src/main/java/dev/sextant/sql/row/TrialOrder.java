package dev.sextant.sql.row;

/** Order in which trials are listed. */
public enum TrialOrder {
    /** Lowest number first. */
    NUMBER("t.trial"),
    /** Newest first. */
    NEWEST("t.trial DESC"),
    /** Best feasible value first, trials without one last. Among equal values the earlier trial is first. */
    BEST("b.merit DESC NULLS LAST, t.trial"),
    /** Most device time first. */
    COSTLIEST("t.device_seconds DESC, t.trial");

    private final String sql;

    TrialOrder(String sql) {
        this.sql = sql;
    }

    /** Returns the ORDER BY expression, for the views trials {@code t} joined with the table trial {@code b}. */
    public String sql() {
        return sql;
    }
}
