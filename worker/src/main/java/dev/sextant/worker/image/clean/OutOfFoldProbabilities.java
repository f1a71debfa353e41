package dev.sextant.worker.image.clean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Probabilities of each image's classes by a regression that did not learn from it: each class is cut into folds, and each
 * fold is asked about after learning from all others. How much the regression is held back is chosen by the log loss of the
 * first two folds, so that its probabilities mean something.
 *
 * <p>That is done twice: where some labels are wrong, a regression that learned from them is less sure of everything, so the
 * second look learns nothing from images that the first one took for another class (pruning, as in Northcutt et al.,
 * Confident learning, JAIR 70, 2021, section 3.2).
 */
final class OutOfFoldProbabilities {
    /** Penalties tried, the strongest first: each goes on from the one before. */
    private static final double[] PENALTIES = {1e-3, 3e-4, 1e-4, 3e-5};

    private static final int JUDGES = 2;

    /** An image that is taken for another class with a higher probability teaches nothing at the second look. */
    private static final double DOUBTED = 0.5;

    private static final double LEAST = 1e-15;

    private OutOfFoldProbabilities() {}

    /**
     * The probabilities [n × classes].
     *
     * @param features [n × d], standardised
     * @param folds at least 2
     * @param seed of who is in which fold
     */
    static float[][] probabilities(float[][] features, int[] labels, int classes, int folds, long seed) {
        int[] foldOf = folds(labels, classes, folds, seed);
        boolean[] all = new boolean[labels.length];
        Arrays.fill(all, true);
        float[][] first = look(features, labels, classes, foldOf, folds, all);
        return look(features, labels, classes, foldOf, folds, trusted(first, labels, classes));
    }

    /** Images that are not taken for another class; of a class that none would be left of, all. */
    private static boolean[] trusted(float[][] probabilities, int[] labels, int classes) {
        boolean[] trusted = new boolean[labels.length];
        int[] left = new int[classes];
        for (int image = 0; image < labels.length; image++) {
            float own = probabilities[image][labels[image]];
            trusted[image] = true;
            for (float other : probabilities[image]) {
                trusted[image] &= other <= own || other <= DOUBTED;
            }
            left[labels[image]] += trusted[image] ? 1 : 0;
        }
        for (int image = 0; image < labels.length; image++) {
            trusted[image] |= left[labels[image]] == 0;
        }
        return trusted;
    }

    private static float[][] look(
            float[][] features, int[] labels, int classes, int[] foldOf, int folds, boolean[] trusted) {
        double[] losses = new double[PENALTIES.length];
        List<float[][][]> byPenalty = new ArrayList<>();
        for (int fold = 0; fold < Math.min(JUDGES, folds); fold++) {
            Fold held = new Fold(features, labels, foldOf, fold, classes, trusted);
            float[][][] tried = new float[PENALTIES.length][][];
            for (int i = 0; i < PENALTIES.length; i++) {
                tried[i] = held.fit(PENALTIES[i]);
                losses[i] += logLoss(tried[i], labels, held.asked, trusted);
            }
            byPenalty.add(tried);
        }
        int best = IntStream.range(0, losses.length)
                .reduce((one, other) -> losses[other] < losses[one] ? other : one)
                .orElseThrow();
        float[][] probabilities = new float[labels.length][];
        IntStream.range(0, folds).parallel().forEach(fold -> {
            Fold held = new Fold(features, labels, foldOf, fold, classes, trusted);
            float[][] rows = fold < byPenalty.size() ? byPenalty.get(fold)[best] : held.fitUpTo(best);
            for (int i = 0; i < rows.length; i++) {
                probabilities[held.asked[i]] = rows[i];
            }
        });
        return probabilities;
    }

    /** Neighbours in a class's shuffled order go to different folds. */
    static int[] folds(int[] labels, int classes, int folds, long seed) {
        int[] foldOf = new int[labels.length];
        Random random = new Random(seed);
        int dealt = 0;
        for (int label = 0; label < classes; label++) {
            int ofClass = label;
            int[] images = IntStream.range(0, labels.length)
                    .filter(image -> labels[image] == ofClass)
                    .toArray();
            for (int last = images.length - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                int image = images[last];
                images[last] = images[other];
                images[other] = image;
            }
            for (int image : images) {
                foldOf[image] = dealt++ % folds;
            }
        }
        return foldOf;
    }

    private static double logLoss(float[][] probabilities, int[] labels, int[] asked, boolean[] trusted) {
        double loss = 0;
        for (int i = 0; i < asked.length; i++) {
            loss -= trusted[asked[i]] ? Math.log(Math.max(LEAST, probabilities[i][labels[asked[i]]])) : 0;
        }
        return loss;
    }

    /** A fold that is asked about, and a regression that learns from the others. */
    private static final class Fold {
        private final int[] asked;
        private final float[][] images;
        private final SoftmaxRegression regression;

        private Fold(float[][] features, int[] labels, int[] foldOf, int fold, int classes, boolean[] trusted) {
            asked = IntStream.range(0, labels.length)
                    .filter(image -> foldOf[image] == fold)
                    .toArray();
            int[] learned = IntStream.range(0, labels.length)
                    .filter(image -> foldOf[image] != fold && trusted[image])
                    .toArray();
            images = rows(features, asked);
            regression = new SoftmaxRegression(
                    rows(features, learned),
                    Arrays.stream(learned).map(image -> labels[image]).toArray(),
                    classes);
        }

        private static float[][] rows(float[][] features, int[] images) {
            return Arrays.stream(images).mapToObj(image -> features[image]).toArray(float[][]::new);
        }

        private float[][] fit(double penalty) {
            regression.fit(penalty);
            return Arrays.stream(images).map(regression::probabilities).toArray(float[][]::new);
        }

        private float[][] fitUpTo(int penalty) {
            for (int i = 0; i <= penalty; i++) {
                regression.fit(PENALTIES[i]);
            }
            return Arrays.stream(images).map(regression::probabilities).toArray(float[][]::new);
        }
    }
}
