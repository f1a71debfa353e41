package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How far a search follows its author's priors: of points drawn at random a share comes from the priors and the rest from
 * everywhere, so that a prior which is wrong costs some trials and excludes nothing (as PriorBand does: Mallik et al.,
 * NeurIPS 2023, section 5; here with a share that stays). Used by one thread.
 */
final class PriorMixture {
    /** One in so many points is drawn from the priors. */
    private static final int EVERY = 3;

    private Optional<Known> known = Optional.empty();

    private record Known(SearchSpace space, Map<String, Prior> priors, PriorDensities beliefs) {}

    private PriorDensities of(StudyView view) {
        if (known.isEmpty()
                || !known.get().space().equals(view.space())
                || !known.get().priors().equals(view.knowledge().priors())) {
            Map<String, Prior> priors = view.knowledge().priors();
            known = Optional.of(new Known(view.space(), priors, new PriorDensities(view.space(), priors)));
        }
        return known.get().beliefs();
    }

    /** Whether the point of this number, from 0, comes from the priors. */
    boolean chooses(StudyView view, int index) {
        return !of(view).areEmpty() && index % EVERY == 0;
    }

    /** Where a point lies once it is drawn from the priors instead of uniformly. */
    double[] point(StudyView view, double[] uniform) {
        return of(view).believed(uniform);
    }

    /** Where the priors are densest, in the middle of all axes without one; empty where there are no priors. */
    Optional<double[]> densest(StudyView view) {
        PriorDensities beliefs = of(view);
        if (beliefs.areEmpty()) {
            return Optional.empty();
        }
        double[] middle = new double[view.space().dimensions()];
        Arrays.fill(middle, 0.5);
        return Optional.of(beliefs.densest(middle));
    }
}
