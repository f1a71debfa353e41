package dev.sextant.sql.row;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.TrialState;
import java.util.Optional;

/**
 * How a run ended and what that makes of its trial: written in one transaction, and only if the attempt is the latest.
 *
 * @param runState REACHED, STOPPED, FAILED or LOST
 * @param trialState what the trial becomes
 * @param failure the trial's failure kind, when it becomes FAILED
 * @param checkpoint the run's last checkpoint, if it wrote one that did not come with a measurement
 * @param error a sentence for a person; empty when all went well
 */
public record RunEnd(
        RunKey key,
        RunState runState,
        TrialState trialState,
        Optional<FailureKind> failure,
        Optional<Checkpoint> checkpoint,
        String error,
        Decision decision) {}
