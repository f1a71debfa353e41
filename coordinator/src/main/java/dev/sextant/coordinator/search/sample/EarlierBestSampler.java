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
 * Starts a study with the best configurations of earlier ones; then asks the next sampler. What they are worth here they have
 * to show here: they get no more training than others, so that an earlier study that misleads costs a handful of
 * trials at the lowest rung.
 */
public final class EarlierBestSampler implements Sampler {
    /** Configurations of earlier studies, or one a slot where there are more slots. */
    private static final int FEWEST = 5;

    private final Sampler next;
    private final KnownConfigurations known = new KnownConfigurations();
    private Optional<Chosen> chosen = Optional.empty();

    /** What was chosen for a study, best first. */
    private record Chosen(SearchSpace space, List<EarlierStudy> studies, long seed, int most, List<Sample> samples) {
        boolean isFor(StudyView view, int other) {
            return most == other
                    && seed == view.seed()
                    && studies.equals(view.knowledge().earlier())
                    && space.equals(view.space());
        }
    }

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
        int most = Math.max(FEWEST, view.slots());
        if (chosen.isEmpty() || !chosen.get().isFor(view, most)) {
            List<EarlierStudy> studies = view.knowledge().earlier();
            List<EarlierBest.Choice> choices = new EarlierBest(view.space(), studies, most).choices();
            List<Sample> samples = IntStream.range(0, choices.size())
                    .mapToObj(i -> sample(view, choices.get(i), i))
                    .toList();
            chosen = Optional.of(new Chosen(view.space(), studies, view.seed(), most, samples));
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
                "trial " + choice.trial().number() + " of " + study.name() + ", one of the best there",
                Map.of("earlier_study", study.name(), "earlier_trial", (long)
                        choice.trial().number()));
    }

    /** Of what the earlier study did not know, some value. */
    private static double[] completed(StudyView view, EarlierBest.Choice choice, int index) {
        double[] point = choice.point();
        double[] other = new SobolPoints().point(view.seed(), index, point.length);
        for (int axis = 0; axis < point.length; axis++) {
            String name = view.space().parameters().get(axis).name();
            if (choice.study().unknown().contains(name)) {
                point[axis] = other[axis];
            }
        }
        return point;
    }
}
