package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import java.util.ArrayList;
import java.util.List;
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
    /** Recorded epochs, and those measured since. */
    private LearningCurve curve;
    /** Best epoch that is not saved yet; 0 if there is none. */
    private int unsavedBest;

    private Optional<Checkpoint> saved = Optional.empty();
    private Optional<RunReport> latest = Optional.empty();

    FakeRun(RunOrder order, int slot, FakeDispatcher dispatcher) {
        this.order = order;
        this.slot = slot;
        this.dispatcher = dispatcher;
        this.epoch = order.fromEpoch();
        this.curve = order.curve();
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

    Directive dropMetrics() {
        return dispatcher.listener().report(new RunReport.MetricsDropped(key(), 20_000, 100));
    }

    Directive measure(double value, boolean save) {
        return measure(Map.of("accuracy", value), save);
    }

    /** Trains one epoch. */
    Directive measure(Map<String, Double> metrics, boolean save) {
        epoch++;
        if (epoch > curve.epochs()) {
            curve = curve.plus(order.objective().valueOf(metrics));
        }
        if (curve.improvesAt(epoch, order.objective().goal())) {
            unsavedBest = epoch;
        }
        return send(new RunReport.EpochDone(key(), epoch, new TreeMap<>(metrics), 0.5, save ? save() : List.of()));
    }

    /** Saves its last epoch, and before it the best one. */
    private List<Checkpoint> save() {
        List<Checkpoint> written = new ArrayList<>();
        if (unsavedBest > 0 && unsavedBest < epoch) {
            written.add(SampleRuns.checkpoint(key(), unsavedBest));
        }
        unsavedBest = 0;
        written.add(checkpoint());
        saved = Optional.of(checkpoint());
        return written;
    }

    /** Whether its last epoch is saved. */
    boolean isSaved() {
        return saved.map(Checkpoint::epoch).equals(Optional.of(epoch));
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
        finish(new RunResult.Stopped(key(), save && hasMeasured() ? save() : List.of()));
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
