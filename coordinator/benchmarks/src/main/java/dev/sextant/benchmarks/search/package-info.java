/**
 * The search benchmark: how many epochs search algorithms need on recorded and synthetic learning curves.
 *
 * <p>Input: {@link dev.sextant.benchmarks.search.BenchmarkTask}s (LCBench through its surrogate, recorded curves of
 * TaskSet or of a study, synthetic curves) and the names of algorithms. Output: the incumbent trace of every study as
 * CSV, and tables of measures in Markdown. Studies run on simulated slots and are deterministic, except for the
 * measured time of proposals.
 */
package dev.sextant.benchmarks.search;
