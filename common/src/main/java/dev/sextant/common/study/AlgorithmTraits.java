package dev.sextant.common.study;

import java.util.List;
import java.util.Set;

/**
 * A search algorithm as study files see it: its name and what it can do. Checks of study files, their JSON schema and
 * their reference page are made from these traits.
 *
 * @param name value of {@code search.algorithm} in the study file
 * @param summary one line that describes the algorithm, without a final period
 */
public record AlgorithmTraits(String name, String summary, Set<Trait> traits) {
    private static final int DOUBLING = 2;

    /** A property in which search algorithms differ. */
    public enum Trait {
        /** Used by study files that name no algorithm. */
        DEFAULT,
        /** Learns from the earlier studies under {@code search.warm_start}. */
        WARM_START,
        /** Uses the priors of parameters. */
        PRIORS,
        /** Trains every trial to the top rung at once, so that trials are compared there alone. */
        FULL_TRAINING,
        /** Ends by itself, so that a study needs no budget. */
        FINITE,
        /**
         * Compares trials each time their epochs have doubled, unless {@code fidelity.spacing} says otherwise. The
         * others use {@code fidelity.reduction}. With doubling, fewer trials reach high rungs, and a wrong promotion
         * costs fewer epochs before the next comparison.
         */
        DOUBLING_RUNGS
    }

    /** Checks that name and summary are not blank. */
    public AlgorithmTraits {
        if (name.isBlank() || summary.isBlank()) {
            throw new IllegalArgumentException(
                    "An algorithm needs a name (" + name + ") and a summary (" + summary + ")");
        }
        traits = Set.copyOf(traits);
    }

    /** Returns whether the algorithm has a trait. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Returns the epochs at which the algorithm compares the trials of a study, lowest first. */
    public List<Integer> comparedAt(Fidelity fidelity) {
        return has(Trait.FULL_TRAINING) ? List.of(fidelity.maxEpochs()) : fidelity.rungs();
    }

    /**
     * Returns the ratio between the epochs of a rung and of the one below for studies that give no spacing.
     *
     * @param reduction η of the study
     */
    public int defaultSpacing(int reduction) {
        return has(Trait.DOUBLING_RUNGS) ? DOUBLING : reduction;
    }
}
