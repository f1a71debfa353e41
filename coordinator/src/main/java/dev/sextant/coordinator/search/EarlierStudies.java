package dev.sextant.coordinator.search;

import dev.sextant.coordinator.search.gp.Embedding;
import java.util.List;
import java.util.Optional;

/**
 * The models of a study's earlier studies. Follows a study from view to view; they are made once. Not safe for use by
 * several threads.
 */
final class EarlierStudies {
    private Optional<Embedding> embedding = Optional.empty();
    private List<EarlierStudy> studies = List.of();
    private List<EarlierModel> models = List.of();

    /** Makes these the earlier studies of the view. */
    void follow(StudyView view) {
        boolean same = embedding.map(known -> known.space().equals(view.space())).orElse(false);
        // Nearly always the same object, which equals sees at once.
        if (same && studies.equals(view.knowledge().earlier())) {
            return;
        }
        embedding = Optional.of(new Embedding(view.space()));
        studies = view.knowledge().earlier();
        models = studies.stream()
                .filter(study -> !study.trials().isEmpty())
                .map(study -> new EarlierModel(study, embedding.get()))
                .toList();
    }

    List<EarlierModel> models() {
        return models;
    }

    static final double BETA = Double.parseDouble(System.getProperty("h.beta", "3"));
    static final double BELIEF = Double.parseDouble(System.getProperty("h.r0", "0.7"));
    static final double STRENGTH = Double.parseDouble(System.getProperty("h.n0", "4"));

    PointBonus bonus(double[][] x, double[] y, int trials) {
        if (models.isEmpty() || BETA == 0) {
            return PointBonus.NONE;
        }
        double[] agreement = new double[models.size()];
        for (int j = 0; j < agreement.length; j++) {
            double measured = y.length < 3 ? 0 : new org.apache.commons.math3.stat.correlation.SpearmansCorrelation().correlation(models.get(j).means(x), y);
            if (Double.isNaN(measured)) measured = 0;
            agreement[j] = Math.max(0, (STRENGTH * BELIEF + y.length * measured) / (STRENGTH + y.length));
        }
        double weight = BETA / Math.max(1, trials) / agreement.length;
        return (cube, features) -> {
            double[] sum = new double[features.length];
            for (int j = 0; j < agreement.length; j++) {
                if (agreement[j] > 0) {
                    double[] means = models.get(j).means(features);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += weight * agreement[j] * means[i];
                    }
                }
            }
            return sum;
        };
    }
}
