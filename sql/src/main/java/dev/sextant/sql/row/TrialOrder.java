package dev.sextant.sql.row;

/** In which order trials are listed. */
public enum TrialOrder {
    /** By number. */
    NUMBER("t.trial"),
    /** The latest first. */
    NEWEST("t.trial DESC"),
    /** The best feasible value first, trials without one last; among equals the earlier trial first. */
    BEST("b.merit DESC NULLS LAST, t.trial"),
    /** The most device time first. */
    COSTLIEST("t.device_seconds DESC, t.trial");

    private final String sql;

    TrialOrder(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }
}
