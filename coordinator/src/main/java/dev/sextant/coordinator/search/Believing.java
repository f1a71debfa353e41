package dev.sextant.coordinator.search;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How far a search follows its author's priors. Of points drawn at random, a share comes from the priors and the rest from
 * everywhere. What an acquisition gains at a point is (β / n) ln π(x) after n trials, as in πBO (Hvarfner et al., ICLR 2022,
 * equation 6, of whose product this is the logarithm): a wrong prior is outvoted. Used by one thread.
 */
final class Believing {
    private static final double BETA = Double.parseDouble(System.getProperty("p.beta", "3"));
    private static final int EVERY = Integer.getInteger("p.every", 2);

    private Optional<Known> known = Optional.empty();

    private record Known(SearchSpace space, Map<String, Prior> priors, Beliefs beliefs) {}

    private Beliefs of(StudyView view) {
        if (known.isEmpty()
                || !known.get().space().equals(view.space())
                || !known.get().priors().equals(view.knowledge().priors())) {
            Map<String, Prior> priors = view.knowledge().priors();
            known = Optional.of(new Known(view.space(), priors, new Beliefs(view.space(), priors)));
        }
        return known.get().beliefs();
    }

    /** Whether the point of this number, from 0, comes from the priors. */
    boolean chooses(StudyView view, int index) {
        return !of(view).areEmpty() && index % EVERY != EVERY - 1;
    }

    /** Where a point lies once it is drawn from the priors instead of uniformly; the first is where they are densest. */
    double[] point(StudyView view, int index, double[] uniform) {
        return index == 0 ? of(view).densest(uniform) : of(view).believed(uniform);
    }

    /** @param trials n, started so far */
    PointBonus bonus(StudyView view, int trials) {
        Beliefs beliefs = of(view);
        double weight = BETA / Math.max(1, trials);
        return beliefs.areEmpty() ? PointBonus.NONE : cube -> Arrays.stream(cube)
                        .mapToDouble(point -> weight * beliefs.log(point))
                        .toArray();
    }
}
