package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A task from a table of TaskSet. A proposal takes the nearest unused row of the table.
 *
 * @param showRows whether the study sees the configuration of the row, not the one proposed
 */
record TasksetTask(String name, TasksetTable table, Reference reference, boolean showRows) implements BenchmarkTask {
    static final String SUITE = "taskset";

    /** A task whose reference scores are those of all rows. */
    static TasksetTask of(String name, TasksetTable table, boolean showRows) {
        List<ScoredPoints.Score> scores = IntStream.range(0, table.rows())
                .mapToObj(row -> ScoredPoints.Score.of(table.curve(row)))
                .toList();
        double[] best = scores.stream().mapToDouble(ScoredPoints.Score::best).toArray();
        double[] last = scores.stream().mapToDouble(ScoredPoints.Score::last).toArray();
        return new TasksetTask(
                name,
                table,
                new Reference(
                        Arrays.stream(best).max().orElseThrow(),
                        Quantiles.of(last).at(0.5),
                        ExpectedBest.of(best, Math.min(Reference.RANDOM_RUNS, best.length))),
                showRows);
    }

    @Override
    public String suite() {
        return SUITE;
    }

    @Override
    public SearchSpace space() {
        return table.space();
    }

    @Override
    public int epochs() {
        return table.epochs();
    }

    @Override
    public int configurations() {
        return table.rows();
    }

    @Override
    public Replay replay() {
        return new Rows();
    }

    private final class Rows implements Replay {
        private final NearestRows unused = table.nearestRows();
        private final Map<Configuration, Integer> rowOf = new HashMap<>();

        @Override
        public Configuration trainedFor(Configuration proposed) {
            int row = unused.take(table.space().pointOf(proposed));
            Configuration shown = showRows ? table.configuration(row) : proposed;
            rowOf.put(shown, row);
            return shown;
        }

        @Override
        public Optional<Double> value(Configuration configuration, int epoch) {
            return Optional.of(table.curve(rowOf.get(configuration))[epoch - 1]);
        }

        @Override
        public double score(Configuration trained) {
            return ScoredPoints.Score.of(table.curve(rowOf.get(trained))).best();
        }
    }
}
