package dev.sextant.coordinator.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a study with the best configurations of earlier ones, each study in turn, none too near another; then asks the
 * next sampler.
 */
final class EarlierBestSampler implements Sampler {
    static final int MOST = Integer.getInteger("e.k", 3);
    /** How far apart they lie at least in the unit cube, times √D. */
    private static final double APART = Double.parseDouble(System.getProperty("e.apart", "0.1"));

    private final Sampler next;
    private final PointSet others = new SobolPoints();
    private final KnownConfigurations known = new KnownConfigurations();
    private final EarlierStudies earlier = new EarlierStudies();

    EarlierBestSampler(Sampler next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Optional<Sample> sample(StudyView view) {
        earlier.follow(view);
        if (!earlier.models().isEmpty() && view.trials().size() < view.startWith().size() + MOST * 3) {
            known.follow(view);
            for (Sample sample : best(view)) {
                if (!known.contains(sample.configuration())) {
                    return Optional.of(sample);
                }
            }
        }
        return next.sample(view);
    }

    /** The same list at every call. */
    private List<Sample> best(StudyView view) {
        List<Sample> samples = new ArrayList<>();
        List<double[]> chosen = new ArrayList<>();
        int longest = earlier.models().stream()
                .mapToInt(model -> model.bestFirst().size())
                .max()
                .orElse(0);
        int[] from = new int[earlier.models().size()];
        for (int round = 0; round < longest && samples.size() < MOST; round++) {
            for (int j = 0; j < from.length && samples.size() < MOST; j++) {
                EarlierModel model = earlier.models().get(j);
                boolean found = false;
                while (!found && from[j] < model.bestFirst().size()) {
                    TrialView trial = model.bestFirst().get(from[j]++);
                    double[] point = view.space().pointOf(trial.configuration());
                    found = chosen.stream().noneMatch(other -> areNear(point, other));
                    if (found) {
                        chosen.add(point);
                        samples.add(sample(view, model.study(), trial, point, samples.size()));
                    }
                }
            }
        }
        return samples;
    }

    private Sample sample(StudyView view, EarlierStudy study, TrialView trial, double[] point, int index) {
        SearchSpace space = view.space();
        double[] other = others.point(view.seed(), index, space.dimensions());
        double[] complete = point.clone();
        for (int axis = 0; axis < complete.length; axis++) {
            if (study.unknown().contains(space.parameters().get(axis).name())) {
                complete[axis] = other[axis];
            }
        }
        Configuration configuration = study.unknown().isEmpty() ? trial.configuration() : space.at(complete);
        return new Sample(
                configuration,
                "among the best of " + study.name() + ", as its trial " + trial.number(),
                Map.of("earlier_study", study.name(), "earlier_trial", (long) trial.number()));
    }

    private static boolean areNear(double[] one, double[] other) {
        double sum = 0;
        for (int axis = 0; axis < one.length; axis++) {
            sum += (one[axis] - other[axis]) * (one[axis] - other[axis]);
        }
        return sum < APART * APART * one.length;
    }
}
