package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.TrainingBatches;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.Phase;
import dev.sextant.worker.image.train.RunInputs;
import dev.sextant.worker.image.train.TrainingTask;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images of a refit in an executor, kept from round to round. Used by one thread at a time: that of the share's worker.
 */
final class ExecutorImages {
    /** One a worker: of the refit that came last. */
    private static final Map<Integer, ExecutorImages> HELD = new ConcurrentHashMap<>();

    private final RefitOrder order;
    private final TrialContext context;
    private final TrainingTask task;
    private Phase phase;
    private Examples examples;

    private ExecutorImages(RefitOrder order, TrialContext context, TrainingTask task) {
        this.order = order;
        this.context = context;
        this.task = task;
    }

    static ExecutorImages of(RefitOrder order, int worker, String device, Path cache) throws TrainingFailure {
        ExecutorImages held = HELD.get(worker);
        if (held != null && held.order.equals(order)) {
            // Another thread of the pool may serve the worker this time.
            ComputeDevice.use(device, order.threads());
            return held;
        }
        TrialContext context = order.context(device, cache);
        TrainingTask task = RunInputs.guarded(
                context, () -> TrainingTask.prepare(ClassifierSettings.of(context.settings()), context)
                        .onAllImages());
        if (!task.split().fingerprint().equals(order.split())) {
            throw AveragingRound.otherImages();
        }
        ExecutorImages made = new ExecutorImages(order, context, task);
        HELD.put(worker, made);
        if (held != null) {
            held.forget();
        }
        return made;
    }

    TrainingBatches training(int epoch, int[][] batches) throws TrainingFailure, InterruptedException {
        Phase due = task.phase(epoch);
        if (!due.equals(phase)) {
            forget();
            examples = RunInputs.guarded(context, () -> task.examples(due));
            phase = due;
        }
        return examples.at(epoch).training(epoch, batches, task.targets());
    }

    private void forget() {
        if (examples != null) {
            examples.close();
            examples = null;
        }
    }
}
