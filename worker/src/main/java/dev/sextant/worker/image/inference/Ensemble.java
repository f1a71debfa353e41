package dev.sextant.worker.image.inference;

import java.util.List;
import java.util.Locale;

/** Methods to combine several classifiers' predictions for the same images. */
public enum Ensemble {
    /** Mean of the probabilities. */
    MEAN,
    /**
     * Share of the classifiers that predict a class. The mean probability counts as a thousandth of a vote and so
     * decides between classes with equally many votes.
     */
    MAJORITY;

    /** Weight of the mean probability against a vote. */
    private static final double TIE_BREAK = 1e-3;

    /**
     * Combines predictions.
     *
     * @param members predictions of the classifiers, at least one
     * @throws IllegalArgumentException if they are for different images or classes
     */
    public Predictions of(List<Predictions> members) {
        Predictions first = members.get(0);
        for (Predictions other : members) {
            if (!other.fingerprint().equals(first.fingerprint())
                    || !other.classes().equals(first.classes())) {
                throw new IllegalArgumentException(
                        "The predictions to combine are not for the same images and classes; use "
                                + "models of one study on the same images");
            }
        }
        float[][] probabilities =
                new float[first.images().size()][first.classes().size()];
        for (int image = 0; image < probabilities.length; image++) {
            for (Predictions member : members) {
                add(member, image, members.size(), probabilities[image]);
            }
        }
        return new Predictions(first.classes(), first.images(), probabilities, first.fingerprint());
    }

    private void add(Predictions member, int image, int members, float[] sum) {
        double share = this == MEAN ? 1 : TIE_BREAK / (1 + TIE_BREAK);
        float[] row = member.probabilities()[image];
        for (int label = 0; label < sum.length; label++) {
            sum[label] += (float) (share * row[label] / members);
        }
        if (this == MAJORITY) {
            sum[member.predicted(image)] += (float) (1 / (1 + TIE_BREAK) / members);
        }
    }

    /** Returns the name used on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
