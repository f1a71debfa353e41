package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.spec.DurationText;
import java.time.Duration;

/**
 * Cancels runs that have gone silent, and reports runs that wait long for an executor. Used by the scheduler's thread
 * alone.
 */
final class RunWatch {
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT_AT_THE_END = Duration.ofSeconds(5);

    private final SchedulerState state;
    private final RunDispatcher dispatcher;
    private final Steering steering;
    private boolean longWaitNoticed;

    RunWatch(SchedulerState state, RunDispatcher dispatcher, Steering steering) {
        this.state = state;
        this.dispatcher = dispatcher;
        this.steering = steering;
    }

    /** Checks all runs under way. Called at every heartbeat. */
    void check() {
        cancelSilentRuns();
        // They wait for an executor that may never come, so they would never see a request to stop.
        state.receiver().waitingFor(LONGEST_WAIT_AT_THE_END).forEach(this::cancelIfStopped);
        noticeLongWaits();
    }

    private void cancelIfStopped(RunKey waiting) {
        state.stopping()
                .reason()
                .map(end -> "no executor had begun it when the study ended: " + end)
                .or(() -> steering.stopper(waiting)
                        .map(person -> "no executor had begun it when " + person + " stopped the trial"))
                .ifPresent(why -> dispatcher.cancel(waiting, why));
    }

    private void cancelSilentRuns() {
        Duration silence = state.spec().cluster().silence();
        for (RunKey silent : state.receiver().silentFor(silence)) {
            state.receiver().close(silent);
            dispatcher.cancel(silent, "no report for " + DurationText.of(silence) + ", the limit of cluster.silence");
        }
    }

    private void noticeLongWaits() {
        int waiting = state.receiver().waitingFor(LONG_WAIT).size();
        if (waiting > 0 && !longWaitNoticed) {
            state.observer()
                    .notice("Runs that have waited for an executor for more than " + DurationText.of(LONG_WAIT) + ": "
                            + waiting + "; the cluster has lost executors, or other applications use them");
        }
        longWaitNoticed = waiting > 0;
    }
}
