package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.search.ProposalAhead;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Applies events to the study in memory, and collects the rows that result from them. Used by the scheduler's thread
 * alone.
 */
final class EventHandler {
    private final SchedulerState state;
    private final StudySpec spec;
    private final TrialCache trials;
    private final SlotTable slots;
    private final WriteBatch writes;
    private final ProposalAhead search;
    private final CheckpointCleanup cleanup;
    private final Steering steering;
    private boolean warnedOfDroppedMetrics;
    private boolean hasLostRuns;

    EventHandler(SchedulerState state, ProposalAhead search, CheckpointCleanup cleanup, Steering steering) {
        this.state = state;
        this.spec = state.spec();
        this.trials = state.trials();
        this.slots = state.slots();
        this.writes = state.writes();
        this.search = search;
        this.cleanup = cleanup;
        this.steering = steering;
    }

    /** Applies measurements first, all in one row statement, then the other events in their order. */
    void handle(List<Event> events) {
        measure(events);
        for (Event event : events) {
            if (event instanceof Event.Reported reported && reported.report() instanceof RunReport.Started started) {
                writes.add(rows -> rows.runStarted(started));
                slots.started(started.key());
            } else if (event instanceof Event.Reported reported
                    && reported.report() instanceof RunReport.WentBack back) {
                state.observer()
                        .notice(back.key() + " resumes from epoch " + back.toEpoch() + " instead: " + back.why());
            } else if (event instanceof Event.Reported reported
                    && reported.report() instanceof RunReport.MetricsDropped dropped) {
                warnOf(dropped);
            } else if (event instanceof Event.Reported reported
                    && reported.report() instanceof RunReport.Logged logged) {
                log(List.of(logged));
            } else if (event instanceof Event.Working working) {
                state.observer().working(working.work(), working.done(), working.total());
            } else if (event instanceof Event.RunEnded ended) {
                end(ended);
            } else if (event instanceof Event.StopRequested stop) {
                state.stopping().end(StudyState.PAUSED, stop.reason());
            }
        }
    }

    /** Shows a warning for the first trial only: the others have the same trainer. */
    private void warnOf(RunReport.MetricsDropped dropped) {
        if (!warnedOfDroppedMetrics) {
            warnedOfDroppedMetrics = true;
            state.observer()
                    .notice("warning: trial " + dropped.key().trial() + " reports " + dropped.given()
                            + " metrics for an epoch; only " + dropped.kept()
                            + " are kept in this and all other trials: those of the objective and its constraints, then"
                            + " the first by name. Report fewer.");
        }
    }

    private void measure(List<Event> events) {
        List<RunReport.EpochDone> measured = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Reported reported
                    && reported.report() instanceof RunReport.EpochDone epoch
                    && slots.isOccupiedBy(epoch.key())) {
                measured.add(epoch);
            }
        }
        if (!measured.isEmpty()) {
            writes.add(rows -> rows.record(measured));
            log(measured);
            measured.forEach(this::measure);
        }
    }

    private void log(List<? extends RunReport> reports) {
        if (reports.stream().anyMatch(report -> !report.log().isEmpty())) {
            writes.add(rows -> rows.log(reports));
        }
    }

    private void measure(RunReport.EpochDone report) {
        RunKey key = report.key();
        Goal goal = spec.objective().goal();
        double bestBefore = trials.bestValue();
        boolean isNew = trials.measured(
                key,
                report.epoch(),
                spec.objective().valueOf(report.metrics()),
                report.seconds(),
                report.checkpoints());
        StoredTrial trial = trials.trial(key.trial());
        if (isNew) {
            boolean isBest = goal.isBetter(trials.bestValue(), bestBefore);
            writes.then(() -> state.observer().measured(report, isBest));
        }
        report.checkpoint().ifPresent(checkpoint -> {
            OptionalInt modelEpoch = trial.curve().modelEpoch(goal);
            writes.then(() -> cleanup.recorded(key, checkpoint, modelEpoch));
        });
        if (report.epoch() == trial.targetEpoch()) {
            // The run is about to end, so the view of the next proposal is known now.
            search.prepare(trials.viewWhenReached(key.trial()));
        }
    }

    /** Whether runs ended without a result since the coordinator started: they may have left files. */
    boolean hasLostRuns() {
        return hasLostRuns;
    }

    private void end(Event.RunEnded event) {
        RunKey key = event.key();
        Duration deviceTime = slots.release(key);
        state.receiver().close(key);
        StoredTrial before = trials.trial(key.trial());
        // A study that is ending fails no trial for lost runs, because the next coordinator retries them.
        int tries = state.stopping().isEnding() ? 1 : state.retries().tries(before);
        RunEnd end = steering.applyTo(
                RunOutcomes.of(event, before, spec, tries, state.stopping().reason()), before);
        writes.add(rows -> rows.endRun(end, deviceTime));
        hasLostRuns |= event.outcome() instanceof JobOutcome.Lost;
        trials.ended(key.trial(), end.trialState(), end.failure(), end.checkpoints(), deviceTime);
        StoredTrial ended = trials.trial(key.trial());
        if (end.runState() == RunState.LOST && !end.trialState().isFinished()) {
            state.retries().add(ended);
        } else {
            state.retries().remove(key.trial());
        }
        state.stopping().note(end, RunOutcomes.isEnvironmentFailure(event.outcome()));
        writes.then(() -> state.observer()
                .ended(ended, event.slot(), end.runState(), end.decision().reason()));
    }
}
