package dev.sextant.coordinator.search.model;

import java.util.Locale;

/** A component of {@code auto} that a benchmark can leave out to measure what it contributes (an ablation). */
public enum AutoComponent {
    /** New configurations come from a model. Without it they are random. */
    MODEL,
    /** The initial points are a scrambled Sobol sequence. Without it they are random. */
    SOBOL_START,
    /** The model's hyperparameters are fitted. Without it they keep their initial values. */
    FIT,
    /** The model learns quantiles refined at the deepest rung of each trial. Without it, those at the lowest rung. */
    SURVIVAL,
    /** In the model of all trials the noise variance falls with the depth of a trial. Without it all are equally noisy. */
    NOISE_BY_DEPTH,
    /** Half of the proposals come from a model of the deepest rung with enough trials. */
    DEEPEST_RUNG,
    /** Margins of constraints are known. Without it an epoch that violates a constraint has no value. */
    CONSTRAINTS,
    /** A small share of the proposals is random. */
    RANDOM_FLOOR,
    /** The model's uncertainty is reduced around running trials. */
    UNDER_WAY,
    /** While trials run, most proposals are pure exploration. Without it all maximize the upper confidence bound. */
    EXPLORATION,
    /** At most 1.5/η of a rung's trials are promoted. Without it, every trial that was ever in the top 1/η. */
    SPARING,
    /** The time that trials take counts where it differs or is limited. Without it only their values count. */
    COST,
    /** Probes check whether early epochs predict late ones. */
    DOUBT;

    /** The name in lower case with hyphens, as benchmarks write it, e.g. {@code random-floor}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
