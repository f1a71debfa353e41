package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.util.Map;
import java.util.Optional;

/** What the end of a run makes of its trial. */
final class RunOutcomes {
    private RunOutcomes() {}

    /** @param tries how often the trial was tried since its latest checkpoint, in this coordinator's life, this time included */
    static RunEnd of(Event.RunEnded over, StoredTrial trial, StudySpec spec, int tries) {
        if (over.outcome() instanceof JobOutcome.CutOff cutOff) {
            return lost(over, trial, spec, cutOff.why(), tries, RetrySchedule.MOST_TRIES);
        }
        RunResult result = ((JobOutcome.Answered) over.outcome()).result();
        if (result instanceof RunResult.Reached reached) {
            return reached(over, reached, trial, spec);
        }
        if (result instanceof RunResult.Stopped stopped) {
            Optional<Checkpoint> checkpoint = stopped.checkpoint().or(trial::checkpoint);
            String reason = checkpoint
                    .map(saved -> "told to stop: paused after epoch " + saved.epoch())
                    .orElse("told to stop before its first checkpoint: pending");
            return RunEnd.stopped(
                    over.key(),
                    checkpoint.isPresent() ? TrialState.PAUSED : TrialState.PENDING,
                    stopped.checkpoint(),
                    Decision.byScheduler(DecisionKind.END, reason));
        }
        RunResult.Failed failed = (RunResult.Failed) result;
        if (failed.kind() == FailureKind.LOST) {
            return lost(over, trial, spec, failed.message(), tries, RetrySchedule.MOST_TRIES_IN_BAD_SURROUNDINGS);
        }
        Map<String, Object> details = failed.details().isEmpty() ? Map.of() : Map.of("details", failed.details());
        return RunEnd.failed(
                over.key(), failed.kind(), failed.message(), failure(failed.kind(), failed.message(), details));
    }

    private static RunEnd reached(Event.RunEnded over, RunResult.Reached reached, StoredTrial trial, StudySpec spec) {
        int epoch = reached.checkpoint().epoch();
        boolean complete = reached.done() || epoch >= spec.fidelity().maxEpochs();
        String reason = reached.done()
                ? "stopped by itself after epoch " + epoch + ": completed"
                : complete
                        ? "reached the top rung, epoch " + epoch + ": completed"
                        : "reached epoch " + epoch + ": paused";
        return RunEnd.reached(
                over.key(),
                complete ? TrialState.COMPLETED : TrialState.PAUSED,
                Optional.of(reached.checkpoint())
                        .filter(saved -> !trial.checkpoint().equals(Optional.of(saved))),
                Decision.byScheduler(DecisionKind.END, reason));
    }

    /** Whether the worker said that not the trial but what is around it (a disk, a folder) stopped the run. */
    static boolean isForSurroundings(JobOutcome outcome) {
        return outcome instanceof JobOutcome.Answered answered
                && answered.result() instanceof RunResult.Failed failed
                && failed.kind() == FailureKind.LOST;
    }

    private static RunEnd lost(
            Event.RunEnded over, StoredTrial trial, StudySpec spec, String why, int tries, int mostTries) {
        Optional<Checkpoint> atTarget = trial.checkpoint().filter(saved -> saved.epoch() >= trial.targetEpoch());
        if (atTarget.isPresent()) {
            // Cut off after its last epoch was measured and saved: only its answer is missing.
            return reached(over, new RunResult.Reached(over.key(), false, atTarget.get()), trial, spec);
        }
        if (tries >= mostTries) {
            String message = "cut off " + tries + " times, the last time: " + why;
            return RunEnd.lostForGood(over.key(), message, failure(FailureKind.LOST, message, Map.of()));
        }
        String from = trial.checkpoint()
                .map(saved -> "will go on from epoch " + saved.epoch())
                .orElse("will start anew");
        return RunEnd.lost(
                over.key(),
                trial.checkpoint().isPresent() ? TrialState.PAUSED : TrialState.PENDING,
                why,
                Decision.byScheduler(DecisionKind.END, "cut off (" + why + "): " + from));
    }

    private static Decision failure(FailureKind kind, String message, Map<String, Object> details) {
        return Decision.byScheduler(DecisionKind.FAIL, kind + ": " + message, details);
    }
}
