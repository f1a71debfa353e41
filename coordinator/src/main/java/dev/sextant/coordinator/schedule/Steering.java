package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.text.Plural;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.Request;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out what people ask of the study. A request is a row that stands until it is answered; the answer is written in one
 * transaction with what comes of it. So a request that a coordinator did not live to answer is heard by the next one. Used
 * by the scheduler's thread alone.
 */
final class Steering {
    private final SchedulerState state;
    /** Requests to stop a trial whose run is under way, by trial. */
    private final Map<Integer, Request.StopTrial> stopping = new HashMap<>();
    /** Configurations to try that have no trial yet, oldest request first. */
    private final Deque<Request.TryConfiguration> toTry = new ArrayDeque<>();

    Steering(SchedulerState state) {
        this.state = state;
    }

    /** Carries out the open requests as far as possible. Requests that were heard before are ignored. */
    void hear(List<Request> open) {
        toTry.clear();
        for (Request request : open) {
            if (request instanceof Request.TryConfiguration wish) {
                toTry.add(wish);
            } else if (request instanceof Request.StopTrial stop && !stopping.containsKey(stop.trial())) {
                stop(stop);
            }
        }
    }

    /**
     * Returns the configuration to try next. Refuses those that a trial has got meanwhile.
     *
     * @return empty if there is none, or none may be started: {@code start_with} comes first, and the number of trials may be
     *     limited
     */
    Optional<Request.TryConfiguration> nextToTry() {
        if (toTry.isEmpty()
                || state.trials().size() < state.spec().startWith().size()
                || !state.trials().view().mayStartTrial()) {
            return Optional.empty();
        }
        while (!toTry.isEmpty()) {
            Request.TryConfiguration wish = toTry.remove();
            Optional<StoredTrial> same = state.trials().with(wish.configuration());
            if (same.isEmpty()) {
                return Optional.of(wish);
            }
            answer(wish, "trial " + same.get().number() + " has this configuration");
        }
        return Optional.empty();
    }

    /** Answers a request to try a configuration: a trial with it has started. */
    void started(Request.TryConfiguration wish, int trial) {
        state.writes().add(rows -> rows.answer(wish.number(), Optional.of(trial), "started as trial " + trial));
    }

    private void stop(Request.StopTrial request) {
        StoredTrial trial = state.trials().trial(request.trial());
        if (trial.state() == TrialState.RUNNING) {
            // The trial is stopped when its run has ended.
            stopping.put(trial.number(), request);
            state.receiver().stop(trial.latestRun());
        } else if (trial.state().isFinished()) {
            answer(request, "the trial had ended: " + lowerCase(trial.state()));
        } else {
            Decision decision = decision(request, trial);
            state.writes().add(rows -> rows.stopTrial(trial.latestRun(), decision));
            state.retries().remove(trial.number());
            state.trials().ended(trial.number(), TrialState.STOPPED, Optional.empty(), List.of(), Duration.ZERO);
            answer(request, "stopped");
            state.writes().then(() -> state.observer().notice("Trial " + trial.number() + ": " + decision.reason()));
        }
    }

    /** Returns who asked to stop a trial whose run is under way; empty if nobody did. */
    Optional<String> stopper(RunKey run) {
        return Optional.ofNullable(stopping.get(run.trial())).map(Request::requester);
    }

    /**
     * Returns the end of a run as it is recorded: if somebody asked to stop its trial, the trial is not continued.
     *
     * @param trial as it was before the run ended
     */
    RunEnd applyTo(RunEnd end, StoredTrial trial) {
        Request.StopTrial request = stopping.remove(end.key().trial());
        if (request == null) {
            return end;
        }
        if (end.trialState().isFinished()) {
            answer(request, "the trial ended by itself: " + lowerCase(end.trialState()));
            return end;
        }
        answer(request, "stopped");
        return end.stoppingTrial(decision(request, trial));
    }

    private void answer(Request request, String answer) {
        state.writes().add(rows -> rows.answer(request.number(), Optional.empty(), answer));
    }

    private static Decision decision(Request.StopTrial request, StoredTrial trial) {
        String reason = request.requester() + " stopped the trial after "
                + Plural.count(trial.curve().epochs(), "epoch");
        return new Decision(DecisionKind.END, request.requester(), reason, Map.of("request", (long) request.number()));
    }

    private static String lowerCase(TrialState trialState) {
        return trialState.name().toLowerCase(Locale.ROOT);
    }
}
