package dev.sextant.benchmarks.search;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The runs of one algorithm on one suite with as many slots.
 *
 * @param runs at least one
 */
record Group(Key key, List<Measures> runs) {
    /**
     * @param suite by which tables are made, as by slots and budget
     */
    record Table(String suite, int slots, long budget) {}

    record Key(Table table, String algorithm) {
        static Key of(BenchmarkRun run) {
            return new Key(new Table(run.suite(), run.slots(), run.budget()), run.algorithm());
        }
    }

    static double median(double[] values) {
        return Quantiles.of(values).at(0.5);
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    double[] values(ToDoubleFunction<Measures> measure) {
        return runs.stream().mapToDouble(measure).toArray();
    }

    Quantiles quantiles(ToDoubleFunction<Measures> measure) {
        return Quantiles.of(values(measure));
    }

    double mean(ToDoubleFunction<Measures> measure) {
        return mean(values(measure));
    }

    /** Share of runs that came to RS220 within the budget. */
    double reached() {
        return mean(run -> run.reached() ? 1 : 0);
    }

    Map<String, double[]> byTask(ToDoubleFunction<Measures> measure) {
        Map<String, List<Measures>> tasks = runs.stream()
                .collect(Collectors.groupingBy(run -> run.run().key().task()));
        Map<String, double[]> values = new TreeMap<>();
        tasks.forEach(
                (task, of) -> values.put(task, of.stream().mapToDouble(measure).toArray()));
        return values;
    }
}
