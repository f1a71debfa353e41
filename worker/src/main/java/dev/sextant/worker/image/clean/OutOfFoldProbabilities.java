package dev.sextant.worker.image.clean;

import dev.sextant.common.progress.WorkProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Out-of-fold class probabilities: each image's probabilities come from a regression that was fitted to the images of
 * all other folds. The regularization strength is the one with the lowest log loss in the first two folds, so that the
 * probabilities are calibrated.
 *
 * <p>Cross-validation runs twice. A regression that is fitted to wrong labels is less certain of all images, so the
 * second run is not fitted to images that the first one assigned to another class (pruning, as in Northcutt et al.,
 * Confident learning, JAIR 70, 2021, section 3.2).
 */
final class OutOfFoldProbabilities {
    /** Regularization strengths that are tried, the strongest first: each fit starts from the one before. */
    private static final double[] PENALTIES = {1e-3, 3e-4, 1e-4, 3e-5};

    /** Number of folds whose log loss decides on the regularization strength. */
    private static final int TUNING_FOLDS = 2;

    /** Probability of another class above which the second run is not fitted to an image. */
    private static final double PRUNED_ABOVE = 0.5;

    private static final double MIN_PROBABILITY = 1e-15;

    private final float[][] features;
    private final int[] labels;
    private final int classes;
    private final int folds;

    /** Fold of each image. */
    private final int[] foldOf;

    private OutOfFoldProbabilities(float[][] features, int[] labels, int classes, int folds, long seed) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.folds = folds;
        this.foldOf = folds(labels, classes, folds, seed);
    }

    /**
     * Returns the probabilities [n × classes].
     *
     * @param features standardized features [n × d]
     * @param labels class of each image [n]
     * @param folds number of folds, at least 2
     * @param seed seed of the assignment of images to folds
     */
    static float[][] probabilities(float[][] features, int[] labels, int classes, int folds, long seed) {
        var validation = new OutOfFoldProbabilities(features, labels, classes, folds, seed);
        boolean[] all = new boolean[labels.length];
        Arrays.fill(all, true);
        float[][] first = validation.crossValidate(all);
        return validation.crossValidate(trusted(first, labels, classes));
    }

    /** Returns the images that are not assigned to another class; all images of a class of which none would be left. */
    private static boolean[] trusted(float[][] probabilities, int[] labels, int classes) {
        boolean[] trusted = new boolean[labels.length];
        int[] trustedOfClass = new int[classes];
        for (int image = 0; image < labels.length; image++) {
            float own = probabilities[image][labels[image]];
            trusted[image] = true;
            for (float other : probabilities[image]) {
                trusted[image] &= other <= own || other <= PRUNED_ABOVE;
            }
            trustedOfClass[labels[image]] += trusted[image] ? 1 : 0;
        }
        for (int image = 0; image < labels.length; image++) {
            trusted[image] |= trustedOfClass[labels[image]] == 0;
        }
        return trusted;
    }

    /**
     * Fits one regression per fold.
     *
     * @param trusted images that regressions are fitted to
     * @return probabilities [n × classes]
     */
    private float[][] crossValidate(boolean[] trusted) {
        double[] losses = new double[PENALTIES.length];
        List<float[][][]> tuned = new ArrayList<>();
        for (int fold = 0; fold < Math.min(TUNING_FOLDS, folds); fold++) {
            Fold tuning = new Fold(fold, trusted);
            float[][][] byPenalty = new float[PENALTIES.length][][];
            for (int i = 0; i < PENALTIES.length; i++) {
                byPenalty[i] = tuning.fit(PENALTIES[i]);
                losses[i] += logLoss(byPenalty[i], tuning.heldOut, trusted);
            }
            tuned.add(byPenalty);
        }
        int best = IntStream.range(0, losses.length)
                .reduce((one, other) -> losses[other] < losses[one] ? other : one)
                .orElseThrow();
        float[][] probabilities = new float[labels.length][];
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, folds).parallel().forEach(fold -> {
            Fold current = new Fold(fold, trusted);
            float[][] rows = fold < tuned.size() ? tuned.get(fold)[best] : current.fitUpTo(best);
            for (int i = 0; i < rows.length; i++) {
                probabilities[current.heldOut[i]] = rows[i];
            }
            WorkProgress.report("cross-validating", done.incrementAndGet(), folds);
        });
        return probabilities;
    }

    /**
     * Assigns images to folds: those of each class are shuffled and dealt out in turn.
     *
     * @return fold of each image
     */
    static int[] folds(int[] labels, int classes, int folds, long seed) {
        int[] foldOf = new int[labels.length];
        Random random = new Random(seed);
        int dealt = 0;
        for (int label = 0; label < classes; label++) {
            int currentLabel = label;
            int[] images = IntStream.range(0, labels.length)
                    .filter(image -> labels[image] == currentLabel)
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

    /** Returns the sum of the log losses of trusted images. */
    private double logLoss(float[][] probabilities, int[] images, boolean[] trusted) {
        double loss = 0;
        for (int i = 0; i < images.length; i++) {
            double probability = probabilities[i][labels[images[i]]];
            loss -= trusted[images[i]] ? Math.log(Math.max(MIN_PROBABILITY, probability)) : 0;
        }
        return loss;
    }

    /** Fold with a regression that is fitted to the trusted images of the other folds. */
    private final class Fold {
        private final int[] heldOut;
        private final float[][] heldOutFeatures;
        private final SoftmaxRegression regression;

        private Fold(int fold, boolean[] trusted) {
            heldOut = IntStream.range(0, labels.length)
                    .filter(image -> foldOf[image] == fold)
                    .toArray();
            int[] fitted = IntStream.range(0, labels.length)
                    .filter(image -> foldOf[image] != fold && trusted[image])
                    .toArray();
            heldOutFeatures = rows(heldOut);
            regression = new SoftmaxRegression(
                    rows(fitted),
                    Arrays.stream(fitted).map(image -> labels[image]).toArray(),
                    classes);
        }

        private float[][] rows(int[] images) {
            return Arrays.stream(images).mapToObj(image -> features[image]).toArray(float[][]::new);
        }

        /** Fits the regression, from its last weights, and returns the held-out images' probabilities. */
        private float[][] fit(double penalty) {
            regression.fit(penalty);
            return heldOutProbabilities();
        }

        /** Fits the regression with all penalties up to the one of an index. */
        private float[][] fitUpTo(int index) {
            for (int i = 0; i <= index; i++) {
                regression.fit(PENALTIES[i]);
            }
            return heldOutProbabilities();
        }

        private float[][] heldOutProbabilities() {
            return Arrays.stream(heldOutFeatures).map(regression::probabilities).toArray(float[][]::new);
        }
    }
}
