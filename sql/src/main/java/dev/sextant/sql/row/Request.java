package dev.sextant.sql.row;

import dev.sextant.common.space.Configuration;

/** A request of a person to the coordinator of a study that is not answered yet. */
public sealed interface Request {
    /** Number of the request in its study, from 1. */
    int number();

    /** Who asked, for people: user@host. */
    String requester();

    /**
     * End a trial.
     *
     * @param trial number of the trial
     */
    record StopTrial(int number, int trial, String requester) implements Request {}

    /** Start a trial with a configuration. */
    record TryConfiguration(int number, Configuration configuration, String requester) implements Request {}
}
