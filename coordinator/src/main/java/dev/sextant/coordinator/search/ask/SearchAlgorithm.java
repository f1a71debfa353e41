package dev.sextant.coordinator.search.ask;

/**
 * Answers what a free slot should do. Implementations are pure functions of the view: the same view gives the same
 * proposal, in any process. They may cache what they can recompute, and are used by one thread at a time.
 */
public interface SearchAlgorithm {
    /** The name in the study file, recorded with every proposal. */
    String name();

    /** What to do with one free slot. Never starts a configuration that the study already has. */
    Proposal propose(StudyView view);
}
