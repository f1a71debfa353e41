package dev.sextant.worker;

import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Objective.Constraint;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Limit on the metrics of an epoch, each of which becomes a row of the database. */
final class MetricLimit {
    /** Most metrics of an epoch that are reported. */
    static final int MAX = 100;

    private MetricLimit() {}

    /** Returns the metrics to report: those of the objective and its constraints, then the first by name. */
    static NavigableMap<String, Double> apply(NavigableMap<String, Double> metrics, Objective objective) {
        if (metrics.size() <= MAX) {
            return metrics;
        }
        Stream<String> search = Stream.concat(
                Stream.of(objective.metric()), objective.constraints().stream().map(Constraint::metric));
        List<String> kept = Stream.concat(search, metrics.keySet().stream())
                .filter(metrics::containsKey)
                .distinct()
                .limit(MAX)
                .toList();
        TreeMap<String, Double> reported = new TreeMap<>();
        kept.forEach(name -> reported.put(name, metrics.get(name)));
        return reported;
    }
}
