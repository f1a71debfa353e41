package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.acquisition.Maximizer;

/** Limits on the size of models and of their optimization, so that a proposal takes milliseconds. */
public final class ModelLimits {
    /** Number of trials with results before a model is used. */
    public static final int INITIAL_TRIALS = 6;
    /** Share of random configurations after that, so that no mistake of the model lasts. */
    public static final double RANDOM_SHARE = 0.05;
    /** Points of a model, those of running trials included. */
    private static final int MAX_POINTS = 300;
    /** Points of a model in a study with many trials. */
    private static final int MAX_POINTS_OF_MANY_TRIALS = 150;
    /** Running trials that a model takes into account, the latest first; half of its points are left for results. */
    public static final int MAX_RUNNING = MAX_POINTS - MAX_POINTS_OF_MANY_TRIALS;
    /** Evaluations of the likelihood when hyperparameters are fitted. */
    public static final int FIT_EVALUATIONS = 30;
    /** Number of the best trials whose neighborhoods are searched. */
    public static final int PROMISING = 8;

    /** Effort for a large model. */
    private static final Maximizer LARGE_MODEL = new Maximizer(320, 4, 10, 8);
    /** Effort for a large model when time is short. */
    static final Maximizer QUICK = new Maximizer(160, 3, 8, 6);

    private static final int FIT_POINTS = 100;
    private static final int FIT_POINTS_OF_MANY_TRIALS = 70;
    private static final int MANY_TRIALS = 2000;

    private ModelLimits() {}

    /**
     * Maximum number of trials that a model learns from.
     *
     * @param trials number of trials of the study
     * @param running number of running trials that the model takes into account
     */
    public static int points(int trials, int running) {
        return areMany(trials) ? MAX_POINTS_OF_MANY_TRIALS : MAX_POINTS - running;
    }

    /** Maximum number of points that hyperparameters are fitted to, by the study's number of trials. */
    public static int fitPoints(int trials) {
        return areMany(trials) ? FIT_POINTS_OF_MANY_TRIALS : FIT_POINTS;
    }

    /** Effort for the maximum of a large model's acquisition function, by the study's number of trials. */
    public static Maximizer maximizer(int trials) {
        return areMany(trials) ? QUICK : LARGE_MODEL;
    }

    private static boolean areMany(int trials) {
        return trials >= MANY_TRIALS;
    }
}
