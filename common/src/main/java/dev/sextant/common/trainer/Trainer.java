package dev.sextant.common.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains one trial, epoch by epoch, within one run. Used by one thread at a time.
 *
 * <p>A trainer must be resumable: 2n epochs give, bit for bit, the same model and metrics as n epochs, {@link #save},
 * {@link #restore} in a new process and n more epochs. Every random number must therefore derive from the trial's seed,
 * the epoch and the example, and not from a generator that lives through the run:
 *
 * <pre>{@code
 * final class MeanTrainer implements Trainer {
 *     private final TrialContext context;
 *     private double estimate;
 *
 *     MeanTrainer(TrialContext context) {
 *         this.context = context;
 *     }
 *
 *     public Map<String, Double> train(int epoch) {
 *         double sample = new Random(context.seed() + epoch).nextGaussian();
 *         estimate += context.settings().number("learning_rate") * (sample - estimate);
 *         return Map.of("loss", estimate * estimate);
 *     }
 *
 *     public void save(Path file) throws IOException {
 *         Files.writeString(file, Double.toString(estimate));
 *     }
 *
 *     public void restore(Path checkpoint, int epoch) throws IOException {
 *         estimate = Double.parseDouble(Files.readString(checkpoint));
 *     }
 *
 *     public void close() {}
 * }
 * }</pre>
 */
public interface Trainer extends AutoCloseable {
    /**
     * Restores the state after an epoch. Called at most once, before the first {@link #train}.
     *
     * @param checkpoint a file that {@link #save} wrote, perhaps in another process
     * @param epoch epoch after which the file was written, from 1
     * @throws IOException when the file cannot be read
     * @throws TrainingFailure when the file is not a checkpoint of this trial
     */
    void restore(Path checkpoint, int epoch) throws IOException, TrainingFailure;

    /**
     * Trains one epoch and measures the model. An objective or a metric {@code loss} that is NaN or infinite ends the
     * trial as DIVERGED.
     *
     * @param epoch number of the epoch, from 1; one more than in the call before
     * @return value by metric; the study's objective metric must be among them
     * @throws TrainingFailure when the trial cannot be trained further
     * @throws InterruptedException when the thread was interrupted, because the run is being canceled
     */
    Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException;

    /**
     * Returns whether the trainer wants no more epochs (early stopping). Called after each epoch and after {@link
     * #restore}. A checkpoint must include the answer, because a run may be lost right after it.
     */
    default boolean isDone() {
        return false;
    }

    /**
     * Returns the seconds that creation, {@link #restore} and {@link #train} have taken so far for work that other
     * trials of the study use, too, such as features that are computed once per host. They count as device time of the
     * study, but neither of the trial nor of its epochs, so that the cost of trials can be compared.
     */
    default double sharedSeconds() {
        return 0;
    }

    /**
     * Saves all that {@link #restore} needs to continue after the last trained epoch: weights, optimizer state and
     * counters. Called when a checkpoint is due, and after each epoch that is the trial's best so far.
     *
     * @param file path of the new file in an existing folder
     * @throws IOException when the file cannot be written
     * @throws TrainingFailure when the state cannot be saved
     */
    void save(Path file) throws IOException, TrainingFailure;

    /** Releases memory, processes and files. Called once, even after a failure. */
    @Override
    void close();
}
