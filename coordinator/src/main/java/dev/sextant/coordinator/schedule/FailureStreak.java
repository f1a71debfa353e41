package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.RunEnd;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Counts failures in a row that are not a configuration's own fault, and says when it is no use to go on. A bad
 * configuration says nothing about the next one; a trainer, its data or a full disk do. Used by the scheduler's thread alone.
 */
final class FailureStreak {
    /** After so many in a row the study is given up, as long as no epoch has been measured at all. */
    static final int HOPELESS_AT_FIRST = 5;

    /** The same once something has trained: a full disk stops every run, a bad region of the space only some. */
    static final int HOPELESS_LATER = 10;

    private final Set<Integer> trials = new HashSet<>();
    private int length;
    private String last = "";
    private String lastOfTrial = "";

    /** @param surroundings whether the worker said that it was cut off by what is around it */
    void note(RunEnd end, boolean surroundings) {
        boolean trainersFault = end.trialState() == TrialState.FAILED
                && end.failure()
                        .filter(kind -> kind != FailureKind.DIVERGED && kind != FailureKind.OUT_OF_MEMORY)
                        .isPresent();
        if (end.trialState() == TrialState.FAILED) {
            lastOfTrial = end.error();
        }
        if (trainersFault || surroundings) {
            length++;
            trials.add(end.key().trial());
            last = end.error();
        } else if (end.runState() == RunState.REACHED) {
            length = 0;
            trials.clear();
        }
    }

    /** Why a trial failed last, whosever fault it was; empty when none has in this coordinator's life. */
    Optional<String> lastOfTrial() {
        return Optional.of(lastOfTrial).filter(why -> !why.isEmpty());
    }

    /**
     * Why the study is given up, in a sentence; empty as long as there is hope. What happened to one trial alone, however
     * often, may be its own trouble: the next one is waited for.
     *
     * @param epochs measured in the study so far
     */
    Optional<String> hopeless(long epochs) {
        return trials.size() < 2 || length < (epochs == 0 ? HOPELESS_AT_FIRST : HOPELESS_LATER)
                ? Optional.empty()
                : Optional.of(length + " runs in a row failed; the last one: " + last);
    }
}
