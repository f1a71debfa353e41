package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;

/**
 * A search algorithm: decides what a free slot should do. Implementations are pure functions of the view: the same view gives
 * the same proposal in every process. They may cache what they can recompute. An instance is used by one thread at a time.
 *
 * <pre>{@code
 * SearchAlgorithm search = SearchAlgorithms.create("auto");
 * Proposal proposal = search.propose(view);
 * if (proposal instanceof Proposal.StartTrial start) {
 *     train(start.configuration(), start.toEpoch());
 * }
 * }</pre>
 */
public interface SearchAlgorithm {
    /** The name in the study file, which is stored with every proposal. */
    String name();

    /** Decides about one free slot. Never starts a configuration that the study already has. */
    Proposal propose(StudyView view);

    /**
     * Returns the epochs that a new trial is trained for first, if a person chooses its configuration. What follows is up to
     * {@link #propose}, as with the algorithm's own trials.
     */
    default int firstEpochs(StudyView view, Configuration configuration) {
        return view.rungs().get(0);
    }
}
