package dev.sextant.coordinator.search.tpe;

import dev.sextant.common.space.Configuration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Where good configurations are denser than others: l(x) / g(x), which the expected improvement grows with (Bergstra et
 * al., NeurIPS 2011, equation 2).
 *
 * @param good l
 * @param others g
 */
public record DensityRatio(Axes axes, KernelDensity good, KernelDensity others) {
    /** Keeps g away from 0, where nothing was tried. */
    private static final double LOG_LEAST = Math.log(1e-32);

    /**
     * A configuration that was drawn.
     *
     * @param logGood ln l
     * @param logOthers ln g
     */
    public record Candidate(Configuration configuration, double logGood, double logOthers) {
        /** l / g. */
        public double ratio() {
            return Math.exp(logRatio());
        }

        double logRatio() {
            return logGood - Math.max(LOG_LEAST, logOthers);
        }
    }

    /**
     * Configurations drawn from l, different ones, those with the largest ratio first.
     *
     * @param count how many are drawn
     * @param widening factor by which kernels are wider while drawing, at least 1
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
        // Not the point that was drawn: discrete values lie in the middle of their share of the axis.
        double[] point = axes.point(configuration);
        return new Candidate(configuration, good.logAt(point), others.logAt(point));
    }
}
