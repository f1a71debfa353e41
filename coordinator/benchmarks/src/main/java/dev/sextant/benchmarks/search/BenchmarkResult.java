package dev.sextant.benchmarks.search;

/**
 * The result of a run.
 *
 * @param best the best score after every epoch
 * @param epochs epochs charged: the budget, or less when nothing was left to try
 * @param recommended score, after full training, of the configuration with the best measured value; NaN when unknown
 * @param askMillisP50 median time of a proposal in milliseconds; NaN when unknown
 * @param askMillisP99 99th percentile of that time
 */
record BenchmarkResult(
        BenchmarkRun key,
        IncumbentTrace best,
        long epochs,
        double recommended,
        double askMillisP50,
        double askMillisP99) {}
