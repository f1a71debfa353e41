package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.acquisition.Maximizer;

/**
 * How much a model of a study may learn and think, so that an answer takes milliseconds, and how often it is not asked.
 */
public final class ModelLimits {
    public static final int FEWEST_TRIALS_AT_START = 6;
    /** How often a random point is taken instead of the model's, so that no mistake of the model lasts. */
    public static final double RANDOM_SHARE = 0.05;
    /** Of a model, trials under way included. */
    private static final int MOST_POINTS = 300;

    private static final int FEWEST_POINTS = 150;
    /** The latest of them: there is room for as many results beside them. */
    public static final int MOST_UNDER_WAY = MOST_POINTS - FEWEST_POINTS;

    public static final int EVALUATIONS_OF_A_FIT = 30;
    /** The best trials, near which to look for better ones. */
    public static final int PROMISING = 8;

    private static final Maximizer LARGE_MODEL = new Maximizer(320, 4, 10, 8);
    /** Of a large model where there is no time for more. */
    static final Maximizer QUICK = new Maximizer(160, 3, 8, 6);

    private static final int MOST_POINTS_OF_A_FIT = 100;
    private static final int FEWEST_POINTS_OF_A_FIT = 70;
    /** Trials from which on a model is content with less. */
    private static final int MANY_TRIALS = 2000;

    private ModelLimits() {}

    /** How much a model learns from at most, with trials under way besides. */
    public static int points(int trials, int underWay) {
        return areMany(trials) ? FEWEST_POINTS : MOST_POINTS - underWay;
    }

    /** How much its hyperparameters are fitted to at most. */
    public static int pointsOfAFit(int trials) {
        return areMany(trials) ? FEWEST_POINTS_OF_A_FIT : MOST_POINTS_OF_A_FIT;
    }

    /** How hard to look for the maximum of a large model. */
    public static Maximizer maximiser(int trials) {
        return areMany(trials) ? QUICK : LARGE_MODEL;
    }

    private static boolean areMany(int trials) {
        return trials >= MANY_TRIALS;
    }
}
