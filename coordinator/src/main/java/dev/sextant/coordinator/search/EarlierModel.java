package dev.sextant.coordinator.search;

import dev.sextant.coordinator.search.gp.Embedding;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthPrior;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What an earlier study leads to expect: a Gaussian process over the survival quantiles of its trials. For one thread. */
final class EarlierModel {
    private static final int MOST_POINTS = 150;
    private static final int EVALUATIONS = 100;
    /** Of the random half of the data where there are more than enough. */
    private static final long SEED = 1;

    private final EarlierStudy study;
    private final boolean[] isUnknown;
    private final List<TrialView> bestFirst;
    private final GaussianProcess model;

    EarlierModel(EarlierStudy study, Embedding embedding) {
        this.study = study;
        this.isUnknown = unknownFeatures(study, embedding);
        RungTable table = new RungTable();
        // Only what the table looks at matters.
        table.follow(new StudyView(
                embedding.space(),
                study.goal(),
                study.rungs(),
                2,
                SEED,
                1,
                Integer.MAX_VALUE,
                List.of(),
                study.trials()));
        SurvivalQuantiles quantiles = new SurvivalQuantiles(table);
        ModelData all = ModelData.choose(
                table.size(), row -> table.standings(row) > 0, quantiles::of, Integer.MAX_VALUE, SEED);
        this.bestFirst = IntStream.range(0, all.size())
                .mapToObj(i -> table.trial(all.row(i)))
                .toList();
        ModelData data = all.atMost(MOST_POINTS, SEED);
        double[][] x = new double[data.size()][embedding.features()];
        for (int i = 0; i < x.length; i++) {
            embedding.embed(embedding.space().pointOf(table.trial(data.row(i)).configuration()), x[i]);
            forget(x[i]);
        }
        Hyperparameters fitted =
                GaussianProcess.fit(embedding, x, data.targets(), LengthPrior.USUAL, EVALUATIONS);
        this.model = GaussianProcess.given(embedding, fitted, x, data.targets());
    }

    private static boolean[] unknownFeatures(EarlierStudy study, Embedding embedding) {
        boolean[] unknown = new boolean[embedding.features()];
        for (int feature = 0; feature < unknown.length; feature++) {
            unknown[feature] = study.unknown()
                    .contains(embedding
                            .space()
                            .parameters()
                            .get(embedding.axisOf(feature))
                            .name());
        }
        return unknown;
    }

    private void forget(double[] features) {
        for (int feature = 0; feature < features.length; feature++) {
            if (isUnknown[feature]) {
                features[feature] = 0;
            }
        }
    }

    EarlierStudy study() {
        return study;
    }

    /** The study's trials, those that got furthest first. */
    List<TrialView> bestFirst() {
        return bestFirst;
    }

    /**
     * Expected targets Φ⁻¹(1 − q).
     *
     * @param features [n][F]
     */
    double[] means(double[][] features) {
        double[][] known = Arrays.stream(features).map(double[]::clone).toArray(double[][]::new);
        Arrays.stream(known).forEach(this::forget);
        return model.means(known);
    }
}
