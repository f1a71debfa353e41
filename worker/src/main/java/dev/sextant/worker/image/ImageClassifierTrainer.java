package dev.sextant.worker.image;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a classifier step by step with a loop of its own: what is random in an epoch (the order of the images, dropout)
 * derives from the trial's seed and the epoch, so a run that goes on from a checkpoint repeats what one run would have done.
 */
final class ImageClassifierTrainer implements Trainer {
    private static final int VALIDATION_BATCH = 256;

    private final TrainingTask task;
    private MultiLayerNetwork network;
    private int trained;

    ImageClassifierTrainer(TrainingTask task, MultiLayerNetwork network) {
        this.task = task;
        this.network = network;
    }

    @Override
    public void restore(Path checkpoint, int epoch) throws IOException, TrainingFailure {
        ModelNote note = ModelNote.readFrom(checkpoint)
                .orElseThrow(() -> new TrainingFailure(
                        FailureKind.TRAINER_ERROR,
                        "The checkpoint of epoch " + epoch + " was not written by image-classifier"));
        if (note.epoch() != epoch) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The checkpoint is of epoch " + note.epoch() + ", not of epoch " + epoch + " as asked");
        }
        if (!note.equals(task.note(epoch))) {
            throw new TrainingFailure(
                    FailureKind.BAD_DATA,
                    "The images, the backbone or its preprocessing changed since epoch " + epoch
                            + " was trained; put them back as they were, or start a new study");
        }
        network = ModelSerializer.restoreMultiLayerNetwork(checkpoint.toFile(), true);
        trained = epoch;
    }

    @Override
    public Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException {
        if (epoch != trained + 1) {
            throw new IllegalArgumentException("Cannot train epoch " + epoch + " after epoch " + trained);
        }
        try {
            double loss = step(epoch);
            Map<String, Double> metrics = validate(epoch);
            metrics.put("train_loss", loss);
            trained = epoch;
            return metrics;
        } catch (OutOfMemoryError e) {
            throw new TrainingFailure(
                    FailureKind.OUT_OF_MEMORY,
                    "Out of memory in epoch " + epoch + " (" + e.getMessage()
                            + "); a smaller batch_size, image_size or hidden_size needs less",
                    e);
        }
    }

    /** All steps of an epoch; returns the mean training loss of its images. */
    private double step(int epoch) throws TrainingFailure, InterruptedException {
        long seed = TrialRandom.seed(task.seed(), epoch);
        Nd4j.getRandom().setSeed(seed);
        int[] order = TrialRandom.shuffled(task.split().training(), seed);
        int[][] batches = batches(order, task.batchSize());
        double sum = 0;
        try (TrainingBatches training = task.examples().at(epoch).training(epoch, batches, task.targets())) {
            for (int step = 0; step < batches.length; step++) {
                throwWhenInterrupted();
                try (TrainingBatch batch = training.next()) {
                    network.fit(batch.inputs(), batch.targets());
                }
                double loss = network.score();
                if (!Double.isFinite(loss)) {
                    throw diverged(
                            epoch, "the training loss became " + loss + " at step " + (1 + step) + " of the epoch");
                }
                sum += loss * batches[step].length;
            }
        }
        return sum / order.length;
    }

    private static int[][] batches(int[] order, int size) {
        int[][] batches = new int[(order.length + size - 1) / size][];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = Arrays.copyOfRange(order, batch * size, Math.min(order.length, (batch + 1) * size));
        }
        return batches;
    }

    private Map<String, Double> validate(int epoch) throws TrainingFailure, InterruptedException {
        int[] files = task.split().validation();
        Examples examples = task.examples().at(epoch);
        float[][] probabilities = new float[files.length][];
        for (int start = 0; start < files.length; start += VALIDATION_BATCH) {
            throwWhenInterrupted();
            int[] batch = Arrays.copyOfRange(files, start, Math.min(files.length, start + VALIDATION_BATCH));
            try (INDArray inputs = examples.batch(batch);
                    INDArray outputs = network.output(inputs)) {
                float[][] rows = outputs.toFloatMatrix();
                System.arraycopy(rows, 0, probabilities, start, rows.length);
            }
        }
        for (float[] row : probabilities) {
            for (float probability : row) {
                if (!Float.isFinite(probability)) {
                    throw diverged(epoch, "a probability on the validation images became " + probability);
                }
            }
        }
        return ClassificationMetrics.of(probabilities, task.labels(files));
    }

    private static TrainingFailure diverged(int epoch, String what) {
        return new TrainingFailure(
                FailureKind.DIVERGED, "Diverged in epoch " + epoch + ": " + what + "; a lower learning_rate may help");
    }

    private static void throwWhenInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted between two batches");
        }
    }

    @Override
    public void save(Path file) throws IOException {
        ModelSerializer.writeModel(network, file.toFile(), true);
        task.note(trained).addTo(file);
    }

    @Override
    public void close() {
        network.close();
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
}
