package dev.sextant.benchmarks.search;

import dev.sextant.common.space.SearchSpace;

/** A search problem whose learning curves are known in advance; larger values are better. Thread-safe. */
interface BenchmarkTask {
    /** The suite of the task, e.g. {@code lcbench}: each suite has its own tables. */
    String suite();

    /** The name, unique in its suite. */
    String name();

    /** The search space. */
    SearchSpace space();

    /** T, epochs of a full training. */
    int epochs();

    /** Number of different configurations that can be trained; {@link Integer#MAX_VALUE} for no limit. */
    int configurations();

    /** The reference scores, by which results are normalized. */
    Reference reference();

    /** The learning curves for one study. Not thread-safe. */
    Replay replay();
}
