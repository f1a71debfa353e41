package dev.sextant.worker.image.inference;

import java.util.List;
import java.util.Locale;

/** How several classifiers' answers about the same images become one. */
public enum Ensemble {
    /** The mean of their probabilities. */
    MEAN,
    /**
     * The share of classifiers that take an image for a class. The mean probability adds its thousandth part of a vote, so
     * that it decides where two classes have as many.
     */
    MAJORITY;

    private static final double OF_A_VOTE = 1e-3;

    /**
     * The answers of all together.
     *
     * @param members at least one
     * @throws IllegalArgumentException when they are not about the same images and classes
     */
    public Predictions of(List<Predictions> members) {
        Predictions first = members.get(0);
        for (Predictions other : members) {
            if (!other.fingerprint().equals(first.fingerprint())
                    || !other.classes().equals(first.classes())) {
                throw new IllegalArgumentException("The classifiers were not asked about the same images and classes");
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
        double share = this == MEAN ? 1 : OF_A_VOTE / (1 + OF_A_VOTE);
        float[] row = member.probabilities()[image];
        for (int label = 0; label < sum.length; label++) {
            sum[label] += (float) (share * row[label] / members);
        }
        if (this == MAJORITY) {
            sum[member.takenFor(image)] += (float) (1 / (1 + OF_A_VOTE) / members);
        }
    }

    /** As on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
