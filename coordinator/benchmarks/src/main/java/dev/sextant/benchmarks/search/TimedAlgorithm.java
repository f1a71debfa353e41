package dev.sextant.benchmarks.search;

import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Measures the time of every proposal of an algorithm. Not thread-safe. */
final class TimedAlgorithm implements SearchAlgorithm {
    private static final double NANOS_PER_SECOND = 1e9;

    private final SearchAlgorithm algorithm;
    private final LongSupplier nanoClock;
    private double[] seconds = new double[64];
    private int count;

    TimedAlgorithm(SearchAlgorithm algorithm, LongSupplier nanoClock) {
        this.algorithm = algorithm;
        this.nanoClock = nanoClock;
    }

    @Override
    public String name() {
        return algorithm.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        long before = nanoClock.getAsLong();
        Proposal proposal = algorithm.propose(view);
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * count);
        }
        seconds[count++] = (nanoClock.getAsLong() - before) / NANOS_PER_SECOND;
        return proposal;
    }

    /** Seconds of the latest proposal; there must be one. */
    double latestSeconds() {
        return seconds[count - 1];
    }

    /** Quantiles of the seconds of all proposals; there must be one. */
    Quantiles quantiles() {
        return Quantiles.of(Arrays.copyOf(seconds, count));
    }
}
