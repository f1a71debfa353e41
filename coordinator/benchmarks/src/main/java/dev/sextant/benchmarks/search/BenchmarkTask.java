package dev.sextant.benchmarks.search;

import dev.sextant.common.space.SearchSpace;

/** Something to search, larger is better, whose learning curves are known in advance. Safe for use by many threads. */
interface BenchmarkTask {
    /** The collection it belongs to, e.g. {@code lcbench}: tables have one row for each. */
    String suite();

    /** Unique in its suite. */
    String name();

    SearchSpace space();

    /** T, epochs of a full training. */
    int epochs();

    /** How many different configurations can be trained; {@link Integer#MAX_VALUE} for no limit. */
    int configurations();

    /** What scores are measured by. */
    Reference reference();

    /** The task for one study. For one thread. */
    Replay replay();
}
