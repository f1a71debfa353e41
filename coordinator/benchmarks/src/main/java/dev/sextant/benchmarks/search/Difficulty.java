package dev.sextant.benchmarks.search;

/**
 * The difficulty of a synthetic task: how measurements differ from the landscape.
 *
 * @param misleading whether epochs before the last one measure half the score of another configuration
 * @param failing share of configurations that fail within the first ten epochs
 * @param nan share of configurations that measure NaN from one of the first ten epochs on
 * @param noise standard deviation of the noise of each measurement
 * @param cliff effect in a part of the space
 */
record Difficulty(boolean misleading, double failing, double nan, double noise, Cliff cliff) {
    static final Difficulty NONE = new Difficulty(false, 0, 0, 0);

    /** Effect on configurations just beyond the optimum of the first parameter. */
    enum Cliff {
        /** Nothing. */
        NOTHING,
        /** They fail in the first epoch. */
        FAILS,
        /** They fail in the tenth epoch. */
        FAILS_LATE,
        /** They violate a constraint. */
        BREAKS_A_CONSTRAINT,
        /** Configurations that cost too much violate a constraint, in the whole space, the optimum included. */
        COSTS_TOO_MUCH
    }

    Difficulty(boolean misleading, double failing, double nan, double noise) {
        this(misleading, failing, nan, noise, Cliff.NOTHING);
    }

    /** A cliff without any other difficulty. */
    static Difficulty beyond(Cliff cliff) {
        return new Difficulty(false, 0, 0, 0, cliff);
    }
}
