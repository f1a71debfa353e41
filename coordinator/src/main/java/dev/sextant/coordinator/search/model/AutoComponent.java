package dev.sextant.coordinator.search.model;

import java.util.Locale;

/** What {@code auto} is made of beyond halving: benchmarks leave a part out to see what it is worth. */
public enum AutoComponent {
    /** New configurations come from a model; without it they are drawn at random. */
    MODEL,
    /** The first points are those of a Sobol sequence; without it random ones. */
    SOBOL_START,
    /** The model's hyperparameters are fitted; without it they are what is believed before there are data. */
    FIT,
    /** Models learn how far trials got; without it where they stand at the lowest rung. */
    SURVIVAL,
    /** What is known of a trial is the surer, to the model of all, the further it got; without it all are as sure. */
    NOISE_BY_DEPTH,
    /** Some proposals come from a model of the deepest rung alone. */
    DEEPEST_RUNG,
    /** The margins of constraints are known; without it what breaks one has measured nothing. */
    CONSTRAINTS,
    /** Now and then a random point is taken. */
    RANDOM_FLOOR,
    /** The model knows where trials are under way. */
    UNDER_WAY,
    /** With trials under way, most points are of pure exploration; without it all are of the upper confidence bound. */
    EXPLORATION,
    /** Of a rung no more than half go on in all; without it as many as were ever in the best third. */
    SPARING,
    /** Early epochs are doubted, and probes trained, where no model explains them. */
    DOUBT;

    /** As in the name of a benchmark's contender, e.g. {@code random-floor}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
