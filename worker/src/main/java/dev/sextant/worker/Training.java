package dev.sextant.worker;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.Reporter;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.checkpoint.UnusableCheckpointException;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.log.RunLog;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training of one run: restores the checkpoint, trains epoch by epoch, saves, reports and follows the coordinator's
 * directives. Used by one thread, once.
 */
final class Training {
    private static final Logger log = LoggerFactory.getLogger(Training.class);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String LOSS = "loss";

    private final ExecutorContext executor;
    private final RunOrder order;
    private final Reporter reporter;
    private final TrainerFactory factory;
    private final RunFolder folder;
    private final CheckpointStore store;
    private final RunLog runLog;
    /** Reason why the newest checkpoint cannot be used; empty if it can. */
    private String unusable = "";

    /** Seconds of shared work that the coordinator knows of. */
    private double reportedSharedSeconds;

    private boolean warnedOfDropped;

    Training(
            ExecutorContext executor,
            RunOrder order,
            Reporter reporter,
            TrainerFactory factory,
            RunFolder folder,
            RunLog runLog) {
        this.executor = executor;
        this.order = order;
        this.reporter = reporter;
        this.factory = factory;
        this.folder = folder;
        this.store = CheckpointStore.in(order.checkpointFolder());
        this.runLog = runLog;
    }

    /** Trains until the run ends. */
    RunResult run() throws InterruptedException, RunFailure {
        Directive begin = reporter.report(new RunReport.Started(
                order.key(), executor.host(), executor.id(), executor.device(), NativeHelpers.inUse()));
        if (begin != Directive.CONTINUE) {
            return new RunResult.Stopped(order.key());
        }
        Optional<Checkpoint> checkpoint = fetch();
        int fromEpoch = checkpoint.map(Checkpoint::epoch).orElse(0);
        if (fromEpoch < order.fromEpoch() && wentBack(fromEpoch) != Directive.CONTINUE) {
            return new RunResult.Stopped(order.key());
        }
        log.info(
                "{} of {}: epochs {} to {} on {}",
                order.key(),
                order.study(),
                fromEpoch + 1,
                order.toEpoch(),
                executor.device());
        Trainer trainer = guarded("Setting up trainer " + order.trainer(), () -> factory.create(context(fromEpoch)));
        try {
            return train(trainer, checkpoint);
        } finally {
            close(trainer);
        }
    }

    private Directive wentBack(int toEpoch) {
        log.warn("{} goes back to epoch {}: {}", order.key(), toEpoch, unusable);
        return reporter.report(new RunReport.WentBack(order.key(), toEpoch, unusable));
    }

    private RunResult train(Trainer trainer, Optional<Checkpoint> restored) throws InterruptedException, RunFailure {
        if (restored.isPresent()) {
            restore(trainer, restored.get());
            if (guarded("Restoring epoch " + restored.get().epoch(), trainer::isDone)) {
                // A former run was lost between its early stop and its result.
                return new RunResult.Reached(order.key(), true, restored.get());
            }
        }
        RunCheckpoints checkpoints = new RunCheckpoints(order, trainer, folder, store, executor.clock());
        for (int epoch = restored.map(Checkpoint::epoch).orElse(0) + 1; ; epoch++) {
            int trained = epoch;
            EpochOutcome outcome = oneEpoch(trainer, checkpoints, epoch);
            if (outcome.directive() == Directive.ABANDON) {
                return new RunResult.Stopped(order.key());
            }
            if (outcome.isLast()) {
                return new RunResult.Reached(order.key(), outcome.done(), newest(outcome.written()));
            }
            if (outcome.directive() == Directive.STOP) {
                return new RunResult.Stopped(
                        order.key(),
                        outcome.written().isEmpty()
                                ? saving(epoch, () -> checkpoints.save(trained))
                                : outcome.written());
            }
        }
    }

    /**
     * Result of an epoch.
     *
     * @param isLast whether the run ends after this epoch
     * @param done whether the trainer wants no further epoch
     * @param written checkpoints written after this epoch, lowest epoch first; empty if none was due
     */
    private record EpochOutcome(Directive directive, boolean isLast, boolean done, List<Checkpoint> written) {}

    private static Checkpoint newest(List<Checkpoint> lowestFirst) {
        return lowestFirst.get(lowestFirst.size() - 1);
    }

    private EpochOutcome oneEpoch(Trainer trainer, RunCheckpoints checkpoints, int epoch)
            throws InterruptedException, RunFailure {
        Duration begin = executor.clock().now();
        double sharedBefore = trainer.sharedSeconds();
        Map<String, Double> reported = guarded("Training epoch " + epoch, () -> trainer.train(epoch));
        NavigableMap<String, Double> all = checked(reported, epoch);
        String divergence = divergence(all, epoch);
        Map<String, Double> metrics = MetricLimit.apply(all, order.objective());
        warnOfDropped(all.size(), metrics.size());
        boolean done = divergence.isEmpty() && guarded("Epoch " + epoch, trainer::isDone);
        boolean last = done || epoch == order.toEpoch();
        List<Checkpoint> written =
                divergence.isEmpty() ? saving(epoch, () -> checkpoints.afterEpoch(epoch, metrics, last)) : List.of();
        double elapsed = executor.clock().now().minus(begin).toNanos() / NANOS_PER_SECOND;
        double shared = trainer.sharedSeconds();
        Directive directive = reporter.report(new RunReport.EpochDone(
                order.key(),
                epoch,
                new TreeMap<>(metrics),
                Math.max(0, elapsed - (shared - sharedBefore)),
                shared - reportedSharedSeconds,
                written,
                runLog.take()));
        reportedSharedSeconds = shared;
        if (!divergence.isEmpty() && directive != Directive.ABANDON) {
            throw RunFailure.diverged(divergence);
        }
        return new EpochOutcome(directive, last, done, written);
    }

    /** Reports once that the trainer gives more metrics than are kept. */
    private void warnOfDropped(int given, int kept) {
        if (given > kept && !warnedOfDropped) {
            warnedOfDropped = true;
            reporter.report(new RunReport.MetricsDropped(order.key(), given, kept));
        }
    }

    private NavigableMap<String, Double> checked(Map<String, Double> reported, int epoch) throws RunFailure {
        TreeMap<String, Double> metrics = new TreeMap<>();
        if (reported != null) {
            reported.forEach((name, value) -> {
                if (value != null) {
                    metrics.put(name, value);
                }
            });
        }
        for (String name : metrics.keySet()) {
            MetricName.check(name);
        }
        if (!metrics.containsKey(order.objective().metric())) {
            throw RunFailure.trainerError("objective.metric ("
                    + order.objective().metric() + ") is not among the metrics that "
                    + order.trainer() + " reported after epoch " + epoch + " (" + String.join(", ", metrics.keySet())
                    + "); name one of those, or report it");
        }
        return metrics;
    }

    /** Returns a message if a metric is not finite; empty if all are. */
    private String divergence(Map<String, Double> metrics, int epoch) {
        for (String name : new String[] {order.objective().metric(), LOSS}) {
            Double value = metrics.get(name);
            if (value != null && !Double.isFinite(value)) {
                return "Metric " + name + " is " + value + " after epoch " + epoch
                        + ": the training diverged; a lower learning rate is the usual remedy";
            }
        }
        return "";
    }

    private <T> T saving(int epoch, Step<T> step) throws InterruptedException, RunFailure {
        return guarded("Saving a checkpoint after epoch " + epoch, step);
    }

    /** Fetches the newest usable checkpoint; empty if there is none. Records why a newer one cannot be used. */
    private Optional<Checkpoint> fetch() throws InterruptedException, RunFailure {
        for (Checkpoint checkpoint : order.checkpoints()) {
            String problem = guarded("Fetching the checkpoint of epoch " + checkpoint.epoch(), () -> {
                try {
                    store.fetch(checkpoint, folder.restored());
                    return "";
                } catch (UnusableCheckpointException e) {
                    return e.getMessage();
                }
            });
            if (problem.isEmpty()) {
                return Optional.of(checkpoint);
            }
            unusable = unusable.isEmpty() ? problem : unusable;
        }
        return Optional.empty();
    }

    private void restore(Trainer trainer, Checkpoint checkpoint) throws InterruptedException, RunFailure {
        guarded("Restoring the checkpoint of epoch " + checkpoint.epoch(), () -> {
            trainer.restore(folder.restored(), checkpoint.epoch());
            Files.deleteIfExists(folder.restored());
            return checkpoint;
        });
    }

    private TrialContext context(int fromEpoch) {
        return new TrialContext(
                order.study(),
                order.key().trial(),
                order.seed(),
                Settings.withDefaults(factory.settings(order.trainerRevision()), order.settings()),
                order.objective().metric(),
                fromEpoch,
                order.toEpoch(),
                order.maxEpochs(),
                executor.device(),
                order.threads(),
                folder.trainer(),
                executor.cache(),
                order.rungs(),
                order.trainerRevision());
    }

    private void close(Trainer trainer) {
        try {
            trainer.close();
        } catch (RuntimeException e) {
            log.warn("Trainer of {} did not close cleanly", order.key(), e);
        }
    }

    /** Step of the run that may throw anything that a trainer throws. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws Exception;
    }

    /** Runs a step and turns its exceptions into failures of the run. */
    private <T> T guarded(String name, Step<T> step) throws InterruptedException, RunFailure {
        try {
            T result = step.take();
            if (Thread.interrupted()) {
                throw new InterruptedException(name + " was interrupted");
            }
            return result;
        } catch (Throwable thrown) {
            if (isInterruption(thrown)) {
                throw interruption(name, thrown);
            }
            throw RunFailure.of(name, folder.root(), thrown);
        }
    }

    /**
     * Tells whether an interrupt is the cause, even if a library wrapped it, only set the flag, or closed a channel.
     */
    private static boolean isInterruption(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    private static InterruptedException interruption(String name, Throwable thrown) {
        Thread.interrupted();
        InterruptedException interruption = new InterruptedException(name + " was interrupted");
        interruption.initCause(thrown);
        return interruption;
    }
}
