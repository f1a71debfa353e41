package dev.sextant.benchmarks.search;

/**
 * Identifies a run: one study of one algorithm on one task.
 *
 * @param algorithm name of the contender
 * @param suite suite of the task
 * @param task name of the task
 * @param slots number of parallel runs
 * @param seed number of the repetition
 * @param budget maximum number of epochs charged
 */
record BenchmarkRun(String algorithm, String suite, String task, int slots, int seed, long budget) {}
