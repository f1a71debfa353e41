package dev.sextant.benchmarks.search;

/**
 * Which run it is.
 *
 * @param algorithm whose
 * @param slots W
 * @param budget epochs that it may be charged
 */
record BenchmarkRun(String algorithm, String suite, String task, int slots, int seed, long budget) {}
