package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A mixture of the author's priors and the uniform distribution, from which random points are drawn. A wrong prior thus costs
 * some trials but excludes nothing (as in PriorBand: Mallik et al., NeurIPS 2023, section 5; here the share of the priors is
 * constant). Not thread-safe.
 */
final class PriorMixture {
    /** Every third point is drawn from the priors. */
    private static final int PERIOD = 3;

    private Optional<Cached> cached = Optional.empty();

    /** The densities of a study, with what they depend on. */
    private record Cached(SearchSpace space, Map<String, Prior> priors, PriorDensities densities) {}

    private PriorDensities densities(StudyView view) {
        if (cached.isEmpty()
                || !cached.get().space().equals(view.space())
                || !cached.get().priors().equals(view.knowledge().priors())) {
            Map<String, Prior> priors = view.knowledge().priors();
            cached = Optional.of(new Cached(view.space(), priors, new PriorDensities(view.space(), priors)));
        }
        return cached.get().densities();
    }

    /** Whether a point is drawn from the priors, by its index from 0. */
    boolean isFromPriors(StudyView view, int index) {
        return !densities(view).areEmpty() && index % PERIOD == 0;
    }

    /** Transforms a uniformly distributed point into one distributed by the priors. */
    double[] point(StudyView view, double[] uniform) {
        return densities(view).quantiles(uniform);
    }

    /** The mode of the priors, with the middle of each axis without a prior; empty when there are no priors. */
    Optional<double[]> mode(StudyView view) {
        PriorDensities densities = densities(view);
        if (densities.areEmpty()) {
            return Optional.empty();
        }
        double[] middle = new double[view.space().dimensions()];
        Arrays.fill(middle, 0.5);
        return Optional.of(densities.mode(middle));
    }
}
