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
import java.util.stream.Stream;

/** Derives what happens to a trial from the end of its run. */
final class RunOutcomes {
    private RunOutcomes() {}

    /**
     * Returns the end of a run as the rows record it.
     *
     * @param trial as it was before the run ended
     * @param tries number of tries of the trial since its newest checkpoint under this coordinator, this run included
     * @param stop why runs are told to stop; empty if they are not
     */
    static RunEnd of(Event.RunEnded event, StoredTrial trial, StudySpec spec, int tries, Optional<String> stop) {
        if (event.outcome() instanceof JobOutcome.Lost job) {
            return lost(event, trial, spec, job.reason(), tries, RetrySchedule.MAX_TRIES);
        }
        RunResult result = ((JobOutcome.Finished) event.outcome()).result();
        if (result instanceof RunResult.Reached reached) {
            return reached(event, reached, trial, spec);
        }
        if (result instanceof RunResult.Stopped stopped) {
            return stopped(event, stopped, trial, stop);
        }
        RunResult.Failed failed = (RunResult.Failed) result;
        if (failed.kind() == FailureKind.LOST) {
            return lost(event, trial, spec, failed.message(), tries, RetrySchedule.MAX_TRIES_AFTER_ENVIRONMENT_FAILURE);
        }
        Map<String, Object> details = failed.details().isEmpty() ? Map.of() : Map.of("details", failed.details());
        return RunEnd.failed(
                event.key(), failed.kind(), failed.message(), failure(failed.kind(), failed.message(), details));
    }

    /** Whether the worker named its environment (a disk, a folder), not the trial, as the cause of a failure. */
    static boolean isEnvironmentFailure(JobOutcome outcome) {
        return outcome instanceof JobOutcome.Finished finished
                && finished.result() instanceof RunResult.Failed failed
                && failed.kind() == FailureKind.LOST;
    }

    private static RunEnd reached(Event.RunEnded event, RunResult.Reached reached, StoredTrial trial, StudySpec spec) {
        int epoch = reached.checkpoint().epoch();
        boolean isTop = epoch >= spec.fidelity().maxEpochs();
        String reason = reached.done()
                ? "the trainer stopped early after epoch " + epoch + ": completed"
                : isTop
                        ? "reached the top rung, epoch " + epoch + ": completed"
                        : "reached epoch " + epoch + ": paused";
        return RunEnd.reached(
                event.key(),
                reached.done() || isTop ? TrialState.COMPLETED : TrialState.PAUSED,
                Stream.of(reached.checkpoint())
                        .filter(saved -> !trial.checkpoint().equals(Optional.of(saved)))
                        .toList(),
                Decision.byScheduler(DecisionKind.END, reason));
    }

    private static RunEnd stopped(
            Event.RunEnded event, RunResult.Stopped stopped, StoredTrial trial, Optional<String> stop) {
        Optional<Checkpoint> newest = stopped.checkpoint().or(trial::checkpoint);
        String reason = "stopped" + stop.map(why -> " (" + why + ")").orElse("")
                + newest.map(checkpoint -> ": paused after epoch " + checkpoint.epoch())
                        .orElse(" before its first checkpoint: pending");
        return RunEnd.stopped(
                event.key(),
                newest.isPresent() ? TrialState.PAUSED : TrialState.PENDING,
                stopped.checkpoints(),
                Decision.byScheduler(DecisionKind.END, reason));
    }

    private static RunEnd lost(
            Event.RunEnded event, StoredTrial trial, StudySpec spec, String reason, int tries, int maxTries) {
        Optional<Checkpoint> atTarget = trial.checkpoint().filter(saved -> saved.epoch() >= trial.targetEpoch());
        if (atTarget.isPresent()) {
            // Its last epoch is measured and saved: only the result is missing.
            return reached(event, new RunResult.Reached(event.key(), false, atTarget.get()), trial, spec);
        }
        if (tries >= maxTries) {
            String message = "lost " + tries + " times; the last reason: " + reason;
            return RunEnd.lostForGood(event.key(), message, failure(FailureKind.LOST, message, Map.of()));
        }
        String next = trial.checkpoint()
                .map(saved -> "will resume from epoch " + saved.epoch())
                .orElse("will start again from the beginning");
        return RunEnd.lost(
                event.key(),
                trial.checkpoint().isPresent() ? TrialState.PAUSED : TrialState.PENDING,
                reason,
                Decision.byScheduler(DecisionKind.END, "lost (" + reason + "): " + next));
    }

    private static Decision failure(FailureKind kind, String message, Map<String, Object> details) {
        return Decision.byScheduler(DecisionKind.FAIL, kind + ": " + message, details);
    }
}
