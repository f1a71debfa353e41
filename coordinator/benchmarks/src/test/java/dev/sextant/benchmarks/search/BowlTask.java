package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Scores that rise with every epoch towards 1 − squared distance from the middle. */
record BowlTask(String name, int epochs) implements BenchmarkTask {
    private static final SearchSpace SQUARE = new SearchSpace(IntStream.range(0, 2)
            .<Parameter>mapToObj(axis -> new ContinuousParameter("x" + axis, 0, 1, Scale.LINEAR, Optional.empty()))
            .toList());

    @Override
    public String suite() {
        return "bowls";
    }

    @Override
    public SearchSpace space() {
        return SQUARE;
    }

    @Override
    public int configurations() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Reference reference() {
        return new Reference(1, 0.8, 0.99);
    }

    @Override
    public Replay replay() {
        return new Replay() {
            @Override
            public Optional<Double> value(Configuration configuration, int epoch) {
                return Optional.of(score(configuration) * (1 - Math.exp(-epoch)) / (1 - Math.exp(-epochs)));
            }

            @Override
            public double score(Configuration trained) {
                double squared = 0;
                for (Object x : List.copyOf(trained.values().values())) {
                    squared += ((Double) x - 0.5) * ((Double) x - 0.5);
                }
                return 1 - squared;
            }
        };
    }
}
