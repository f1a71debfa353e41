package dev.sextant.coordinator.search.tpe;

import dev.sextant.common.space.Configuration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The ratio l(x) / g(x) of the density of good configurations to that of others. The expected improvement grows with it
 * (Bergstra et al., NeurIPS 2011, equation 2).
 *
 * @param good l
 * @param others g
 */
public record DensityRatio(Axes axes, KernelDensity good, KernelDensity others) {
    /** Lower bound of ln g, for places where nothing was tried. */
    private static final double MIN_LOG_DENSITY = Math.log(1e-32);

    /**
     * A configuration drawn from l.
     *
     * @param logGood ln l
     * @param logOthers ln g
     */
    public record Candidate(Configuration configuration, double logGood, double logOthers) {
        /** The ratio l / g. */
        public double ratio() {
            return Math.exp(logRatio());
        }

        double logRatio() {
            return logGood - Math.max(MIN_LOG_DENSITY, logOthers);
        }
    }

    /**
     * Draws configurations from l. Duplicates are dropped; the configuration with the largest ratio comes first.
     *
     * @param count number of draws
     * @param widening factor for the bandwidths of ordered axes while drawing, at least 1
     */
    public List<Candidate> candidates(SplittableRandom random, int count, double widening) {
        Set<Configuration> seen = new HashSet<>();
        return IntStream.range(0, count)
                .mapToObj(i -> axes.configuration(good.sample(random, widening)))
                .filter(seen::add)
                .map(this::candidate)
                .sorted(Comparator.comparingDouble(Candidate::logRatio).reversed())
                .toList();
    }

    private Candidate candidate(Configuration configuration) {
        // Not the point drawn: discrete values lie in the middle of their share of the axis.
        double[] point = axes.point(configuration);
        return new Candidate(configuration, good.logAt(point), others.logAt(point));
    }
}
