package dev.sextant.worker.image.refit;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.TrainingBatches;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.InputLoader;
import dev.sextant.worker.image.train.TrainingPhase;
import dev.sextant.worker.image.train.TrainingTask;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images of refits in an executor, kept from round to round: for each copy of the network those of the latest refit.
 * The executor owns one store and closes it when it stops; images that a round is using are freed when that round
 * ends. Safe for use by many threads, as long as one thread at a time serves a copy.
 */
public final class RefitImages implements AutoCloseable {
    private final String device;
    private final Path cache;
    private final Map<Integer, WorkerImages> workers = new ConcurrentHashMap<>();

    /**
     * Creates an empty store.
     *
     * @param device device of this process to use, e.g. {@code cpu}
     * @param cache local folder that is shared by the runs of this host
     */
    public RefitImages(String device, Path cache) {
        this.device = device;
        this.cache = cache;
    }

    /**
     * Returns the batches of a copy in a round.
     *
     * @param worker number of the copy, from 0
     * @throws TrainingFailure when the images cannot be read, or differ from those of the driver
     */
    public RoundBatches batches(AveragingRound round, int worker) throws TrainingFailure, InterruptedException {
        int[][] share = round.shares()[worker];
        WorkerImages images = images(round.order(), worker);
        return new RoundBatches(images.training(round.epoch(), share), share.length, images::endRound);
    }

    private WorkerImages images(RefitOrder order, int worker) throws TrainingFailure {
        WorkerImages known = workers.get(worker);
        if (known != null && known.order.equals(order)) {
            // Another thread may serve the copy in this round, and the device is selected per thread.
            ComputeDevice.use(device, order.threads());
            return known;
        }
        WorkerImages images = WorkerImages.load(order, order.context(device, cache));
        workers.put(worker, images);
        if (known != null) {
            known.close();
        }
        return images;
    }

    /** Frees the images of all copies that are between rounds, and those of the others when their rounds end. */
    @Override
    public void close() {
        workers.values().forEach(WorkerImages::close);
        workers.clear();
    }

    /** Images of one copy of the network. One thread at a time trains on them; any thread may close them. */
    private static final class WorkerImages implements AutoCloseable {
        private final RefitOrder order;
        private final TrialContext context;
        private final TrainingTask task;
        private TrainingPhase phase;
        private Examples examples;
        private boolean inRound;
        private boolean closed;

        private WorkerImages(RefitOrder order, TrialContext context, TrainingTask task) {
            this.order = order;
            this.context = context;
            this.task = task;
        }

        static WorkerImages load(RefitOrder order, TrialContext context) throws TrainingFailure {
            TrainingTask task = InputLoader.load(
                    context, () -> TrainingTask.prepare(ClassifierSettings.of(context.settings()), context)
                            .onAllImages());
            if (!task.split().fingerprint().equals(order.split())) {
                throw new TrainingFailure(
                        FailureKind.BAD_DATA,
                        "The images of an executor differ from those of the driver; give a path that both share");
            }
            return new WorkerImages(order, context, task);
        }

        /** Begins a round, which {@link #endRound} ends. */
        synchronized TrainingBatches training(int epoch, int[][] batches) throws TrainingFailure, InterruptedException {
            TrainingPhase next = task.phase(epoch);
            if (!next.equals(phase)) {
                free();
                examples = InputLoader.load(context, () -> task.examples(next));
                phase = next;
            }
            TrainingBatches training = examples.at(epoch).training(epoch, batches, task.targets());
            inRound = true;
            return training;
        }

        synchronized void endRound() {
            inRound = false;
            if (closed) {
                free();
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (!inRound) {
                free();
            }
        }

        private void free() {
            if (examples != null) {
                examples.close();
                examples = null;
                phase = null;
            }
        }
    }
}
