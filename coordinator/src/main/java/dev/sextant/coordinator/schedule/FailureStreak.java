package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.RunEnd;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Counts consecutive failures that are not caused by configurations, and decides when to end the study. A diverging or
 * too large configuration says nothing about the next one; a broken trainer, its data or a full disk does. Used by the
 * scheduler's thread alone.
 */
final class FailureStreak {
    /** Failures in a row that end a study in which no epoch has been measured. */
    static final int LIMIT_BEFORE_FIRST_EPOCH = 5;

    /**
     * Failures in a row that end a study with measured epochs. A full disk stops every run, a bad region of the space
     * only some.
     */
    static final int LIMIT_AFTER_FIRST_EPOCH = 10;

    private final Set<Integer> trials = new HashSet<>();
    private int length;
    private String lastError = "";
    private String lastTrialFailure = "";

    /** @param environmentFailure whether the worker named its environment (a disk, a folder) as the cause */
    void note(RunEnd end, boolean environmentFailure) {
        boolean isFailed = end.trialState() == TrialState.FAILED;
        boolean configurationFailure = end.failure()
                .filter(kind -> kind == FailureKind.DIVERGED || kind == FailureKind.OUT_OF_MEMORY)
                .isPresent();
        if (isFailed) {
            lastTrialFailure = end.error();
        }
        if (environmentFailure || (isFailed && !configurationFailure)) {
            length++;
            trials.add(end.key().trial());
            lastError = end.error();
        } else if (end.runState() == RunState.REACHED) {
            length = 0;
            trials.clear();
        }
    }

    /** Returns the error of the trial that failed last, whatever the cause; empty if none failed under this coordinator. */
    Optional<String> lastTrialFailure() {
        return Optional.of(lastTrialFailure).filter(error -> !error.isEmpty());
    }

    /**
     * Returns a sentence that says why the study should end; empty while it should continue. Failures of a single trial
     * never suffice, because other trials may succeed.
     *
     * @param epochs number of epochs measured in the study so far
     */
    Optional<String> reasonToGiveUp(long epochs) {
        int limit = epochs == 0 ? LIMIT_BEFORE_FIRST_EPOCH : LIMIT_AFTER_FIRST_EPOCH;
        return trials.size() < 2 || length < limit
                ? Optional.empty()
                : Optional.of(length + " runs in a row failed; the last failure: " + lastError);
    }
}
