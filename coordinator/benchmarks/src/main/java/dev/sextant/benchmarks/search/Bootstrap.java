package dev.sextant.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap over tasks: tasks are drawn with replacement, each with all its runs, so that intervals reflect the
 * choice of tasks. {@value #DRAWS} draws with a fixed seed.
 */
final class Bootstrap {
    static final int DRAWS = 2000;
    private static final long SEED = 95;
    private static final double SIGNIFICANCE = 0.05;

    private Bootstrap() {}

    /** Bounds of a 95 % interval. */
    record Interval(double low, double high) {}

    /**
     * The interval of a statistic of the pooled runs of all tasks.
     *
     * @param byTask values of the runs, by task
     */
    static Interval of(Map<String, double[]> byTask, ToDoubleFunction<double[]> statistic) {
        return ofRatio(byTask, Map.of(), (values, none) -> statistic.applyAsDouble(values));
    }

    /** The interval of statistic(a) / statistic(b); the same tasks are drawn for both. */
    static Interval ofRatio(Map<String, double[]> a, Map<String, double[]> b, ToDoubleFunction<double[]> statistic) {
        return ofRatio(a, b, (x, y) -> statistic.applyAsDouble(x) / statistic.applyAsDouble(y));
    }

    private interface PairStatistic {
        double apply(double[] a, double[] b);
    }

    private static Interval ofRatio(Map<String, double[]> a, Map<String, double[]> b, PairStatistic statistic) {
        List<String> tasks = new ArrayList<>(new TreeMap<>(a).keySet());
        SplittableRandom random = new SplittableRandom(SEED);
        double[] drawn = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            List<String> chosen = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                chosen.add(tasks.get(random.nextInt(tasks.size())));
            }
            drawn[draw] = statistic.apply(pooled(a, chosen), pooled(b, chosen));
        }
        Quantiles quantiles = Quantiles.of(drawn);
        return new Interval(quantiles.at(SIGNIFICANCE / 2), quantiles.at(1 - SIGNIFICANCE / 2));
    }

    private static double[] pooled(Map<String, double[]> values, List<String> tasks) {
        return tasks.stream()
                .flatMapToDouble(task -> Arrays.stream(values.getOrDefault(task, new double[0])))
                .toArray();
    }
}
