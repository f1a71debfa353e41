package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.SobolPoints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Warm start: begins a study with the best configurations of earlier studies, then asks another sampler. These configurations
 * are trained like all others, so that a misleading earlier study costs no more than a few short trials. Not thread-safe.
 */
public final class EarlierBestSampler implements Sampler {
    /** Number of configurations from earlier studies, unless there are more slots. */
    private static final int CONFIGURATIONS = 5;

    private final Sampler next;
    private final KnownConfigurations known = new KnownConfigurations();
    private Optional<Chosen> chosen = Optional.empty();

    /** The samples chosen for a study, with what the choice depends on. */
    private record Chosen(SearchSpace space, List<EarlierStudy> studies, long seed, int limit, List<Sample> samples) {
        boolean isFor(StudyView view, int otherLimit) {
            return limit == otherLimit
                    && seed == view.seed()
                    && studies.equals(view.knowledge().earlier())
                    && space.equals(view.space());
        }
    }

    /**
     * Puts the best configurations of earlier studies before those of another sampler.
     *
     * @param next sampler to use when the study has all these configurations
     */
    public EarlierBestSampler(Sampler next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Optional<Sample> sample(StudyView view) {
        if (!view.knowledge().earlier().isEmpty()) {
            known.follow(view);
            for (Sample sample : samples(view)) {
                if (!known.contains(sample.configuration())) {
                    return Optional.of(sample);
                }
            }
        }
        return next.sample(view);
    }

    private List<Sample> samples(StudyView view) {
        int limit = Math.max(CONFIGURATIONS, view.slots());
        if (chosen.isEmpty() || !chosen.get().isFor(view, limit)) {
            List<EarlierStudy> studies = view.knowledge().earlier();
            List<EarlierBest.Choice> choices = new EarlierBest(view.space(), studies, limit).choices();
            List<Sample> samples = IntStream.range(0, choices.size())
                    .mapToObj(i -> sample(view, choices.get(i), i))
                    .toList();
            chosen = Optional.of(new Chosen(view.space(), studies, view.seed(), limit, samples));
        }
        return chosen.get().samples();
    }

    private static Sample sample(StudyView view, EarlierBest.Choice choice, int index) {
        EarlierStudy study = choice.study();
        Configuration configuration = study.unknown().isEmpty()
                ? choice.trial().configuration()
                : view.space().at(completed(view, choice, index));
        return new Sample(
                configuration,
                "trial " + choice.trial().number() + " of " + study.name() + ", one of its best trials",
                Map.of("earlier_study", study.name(), "earlier_trial", (long)
                        choice.trial().number()));
    }

    /** The point of a choice, with a point of the Sobol sequence on the axes that the earlier study did not know. */
    private static double[] completed(StudyView view, EarlierBest.Choice choice, int index) {
        double[] point = choice.point();
        double[] sobol = new SobolPoints().point(view.seed(), index, point.length);
        for (int axis = 0; axis < point.length; axis++) {
            String name = view.space().parameters().get(axis).name();
            if (choice.study().unknown().contains(name)) {
                point[axis] = sobol[axis];
            }
        }
        return point;
    }
}
