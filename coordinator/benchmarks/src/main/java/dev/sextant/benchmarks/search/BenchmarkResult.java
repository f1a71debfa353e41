package dev.sextant.benchmarks.search;

/**
 * What a run came to.
 *
 * @param epochs charged in all: the budget, or less where nothing was left to try
 * @param recommended score of the configuration whose measured value was the best, trained to the end; NaN when unknown
 * @param askMillisP50 median milliseconds of a proposal; NaN when unknown
 * @param askMillisP99 99th percentile of the same
 */
record BenchmarkResult(
        BenchmarkRun key,
        IncumbentTrace best,
        long epochs,
        double recommended,
        double askMillisP50,
        double askMillisP99) {}
