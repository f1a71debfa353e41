package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.study.FailureKind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A dispatched run whose worker is a test. Reports and results are those that a real worker could send. */
final class FakeRun {
    private final RunOrder order;
    private final int slot;
    private final FakeDispatcher dispatcher;
    private boolean started;
    private boolean lost;
    private int epoch;
    private Optional<Checkpoint> saved = Optional.empty();
    private Optional<RunReport> latest = Optional.empty();

    FakeRun(RunOrder order, int slot, FakeDispatcher dispatcher) {
        this.order = order;
        this.slot = slot;
        this.dispatcher = dispatcher;
        this.epoch = order.fromEpoch();
    }

    RunKey key() {
        return order.key();
    }

    RunOrder order() {
        return order;
    }

    int slot() {
        return slot;
    }

    boolean isStarted() {
        return started;
    }

    /** Whether it has reported an epoch. */
    boolean hasMeasured() {
        return latest.isPresent();
    }

    /** Whether it has trained all the epochs it is for. */
    boolean isAtTarget() {
        return epoch >= order.toEpoch();
    }

    /** Epochs trained so far, by earlier runs too. */
    int epoch() {
        return epoch;
    }

    Directive start() {
        started = true;
        return dispatcher.listener().report(new RunReport.Started(key(), "host", "1", "cpu", "onednn"));
    }

    /** Goes back to the checkpoint before the newest, or to the beginning. */
    Directive goBack() {
        epoch = order.checkpoints().size() > 1 ? order.checkpoints().get(1).epoch() : 0;
        return dispatcher.listener().report(new RunReport.WentBack(key(), epoch, "its newest checkpoint is damaged"));
    }

    Directive measure(double value, boolean save) {
        return measure(Map.of("accuracy", value), save);
    }

    /** Trains one epoch. */
    Directive measure(Map<String, Double> metrics, boolean save) {
        epoch++;
        if (save) {
            saved = Optional.of(checkpoint());
        }
        return send(
                new RunReport.EpochDone(key(), epoch, new TreeMap<>(metrics), 0.5, save ? saved : Optional.empty()));
    }

    /** Sends the latest measurement once more, as a network that lost the answer may do. */
    Directive repeat() {
        return send(latest.orElseThrow());
    }

    private Directive send(RunReport report) {
        latest = Optional.of(report);
        return dispatcher.listener().report(report);
    }

    /** Ends at the epoch that it is for, or at the trainer's own early stop. */
    void reached(boolean done) {
        Checkpoint last = saved.filter(checkpoint -> checkpoint.epoch() == epoch)
                .or(() -> order.checkpoint().filter(checkpoint -> checkpoint.epoch() == epoch))
                .orElseGet(this::checkpoint);
        finish(new RunResult.Reached(key(), done, last));
    }

    /** Ends as told: with a checkpoint after its last epoch, or without one. */
    void stopped(boolean save) {
        finish(new RunResult.Stopped(key(), save && hasMeasured() ? Optional.of(checkpoint()) : Optional.empty()));
    }

    void failed(FailureKind kind, String message) {
        finish(new RunResult.Failed(key(), kind, message, ""));
    }

    /** Whether it ended without a result. */
    boolean isLost() {
        return lost;
    }

    /** Its executor dies. */
    void lost(String reason) {
        lost = true;
        dispatcher.end(this, new JobOutcome.Lost(reason));
    }

    private void finish(RunResult result) {
        dispatcher.end(this, new JobOutcome.Finished(result));
    }

    private Checkpoint checkpoint() {
        return SampleRuns.checkpoint(key(), epoch);
    }

    @Override
    public String toString() {
        return key() + " on slot " + slot;
    }
}
