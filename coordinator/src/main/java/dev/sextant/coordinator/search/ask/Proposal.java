package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;

/** The answer of a search: what a free slot should do. */
public sealed interface Proposal {
    /** The reason, in words and numbers. */
    Reason reason();

    /** Start a new trial and train it up to an epoch, included. */
    record StartTrial(Configuration configuration, int toEpoch, Reason reason) implements Proposal {}

    /** Continue a paused trial up to an epoch, included. */
    record ContinueTrial(int trial, int toEpoch, Reason reason) implements Proposal {}

    /** Do nothing until a running or pending trial reports; there must be one. */
    record Wait(Reason reason) implements Proposal {}

    /** Finish the study: nothing is left to try. */
    record Exhausted(Reason reason) implements Proposal {}
}
