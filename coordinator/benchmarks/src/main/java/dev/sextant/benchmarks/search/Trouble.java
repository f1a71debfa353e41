package dev.sextant.benchmarks.search;

/**
 * What comes between a configuration and its measurements.
 *
 * @param misleading epochs before the last measure half the score of another configuration
 * @param failing share of configurations that fail within the first ten epochs
 * @param nan share of configurations that measure NaN from an epoch within the first ten on
 * @param noise standard deviation of what is added to every measurement
 * @param cliff what lies just beyond the optimum of the first axis, or around it
 */
record Trouble(boolean misleading, double failing, double nan, double noise, Cliff cliff) {
    static final Trouble NONE = new Trouble(false, 0, 0, 0);

    /** What becomes of configurations beyond a value of the first parameter. */
    enum Cliff {
        NOTHING,
        /** They fail in the first epoch. */
        FAILS,
        /** They fail in the tenth. */
        FAILS_LATE,
        /** They break a constraint. */
        BREAKS_A_CONSTRAINT,
        /** Anywhere in the space, the optimum included, what costs too much breaks a constraint. */
        COSTS_TOO_MUCH
    }

    Trouble(boolean misleading, double failing, double nan, double noise) {
        this(misleading, failing, nan, noise, Cliff.NOTHING);
    }

    /** Nothing but a cliff. */
    static Trouble beyond(Cliff cliff) {
        return new Trouble(false, 0, 0, 0, cliff);
    }
}
