/**
 * The search benchmark: what a search finds for how many epochs, on recorded and synthetic learning curves.
 *
 * <p>Comes in: {@link dev.sextant.benchmarks.search.BenchmarkTask}s (LCBench by its surrogate, TaskSet's recorded curves,
 * synthetic ones) and algorithms by name. Goes out: the best-so-far steps of every run as CSV, tables of measures. Runs
 * are studies on simulated slots and deterministic, but for the seconds that proposals took.
 */
package dev.sextant.benchmarks.search;
