package dev.sextant.benchmarks.search;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The runs of one algorithm in one table.
 *
 * @param runs at least one
 */
record Group(Key key, List<Measures> runs) {
    /** A table of the report: all runs with the same suite, slots and budget. */
    record Table(String suite, int slots, long budget) {}

    /** The table and the algorithm of a group. */
    record Key(Table table, String algorithm) {
        static Key of(BenchmarkRun run) {
            return new Key(new Table(run.suite(), run.slots(), run.budget()), run.algorithm());
        }
    }

    /** The median. */
    static double median(double[] values) {
        return Quantiles.of(values).at(0.5);
    }

    /** The mean; NaN of no values. */
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** A measure of all runs. */
    double[] values(ToDoubleFunction<Measures> measure) {
        return runs.stream().mapToDouble(measure).toArray();
    }

    /** The quantiles of a measure over all runs. */
    Quantiles quantiles(ToDoubleFunction<Measures> measure) {
        return Quantiles.of(values(measure));
    }

    /** The mean of a measure over all runs. */
    double mean(ToDoubleFunction<Measures> measure) {
        return mean(values(measure));
    }

    /** Share of the runs that reached RS220 within the budget. */
    double reached() {
        return mean(run -> run.reached() ? 1 : 0);
    }

    /** A measure of the runs, by task. */
    Map<String, double[]> byTask(ToDoubleFunction<Measures> measure) {
        Map<String, List<Measures>> tasks = runs.stream()
                .collect(Collectors.groupingBy(run -> run.run().key().task()));
        Map<String, double[]> values = new TreeMap<>();
        tasks.forEach((task, measures) ->
                values.put(task, measures.stream().mapToDouble(measure).toArray()));
        return values;
    }
}
