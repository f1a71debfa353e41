package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;

/** What a free slot should do. */
public sealed interface Proposal {
    /** Why, in words and numbers. */
    Reason reason();

    /** Start a new trial and train it up to an epoch. */
    record StartTrial(Configuration configuration, int toEpoch, Reason reason) implements Proposal {}

    /** Continue a paused trial up to an epoch. */
    record ContinueTrial(int trial, int toEpoch, Reason reason) implements Proposal {}

    /** Nothing until a running trial reports. Only when at least one trial is running or pending. */
    record Wait(Reason reason) implements Proposal {}

    /** Nothing is left to try: the study is over. */
    record Exhausted(Reason reason) implements Proposal {}
}
