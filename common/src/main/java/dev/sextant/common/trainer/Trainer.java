package dev.sextant.common.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains one trial, epoch by epoch, within one run. Used by one thread at a time.
 *
 * <p>Resumable by contract: training 2n epochs gives bit for bit the same model and metrics as n epochs, {@link #save},
 * {@link #restore} in a new process, and n more. Whatever is random derives from (trial seed, epoch, example).
 */
public interface Trainer extends AutoCloseable {
    /**
     * Goes back to the state after an epoch. Called at most once, before the first {@link #train}.
     *
     * @param checkpoint a file that {@link #save} wrote, perhaps in another process
     * @param epoch the epoch it was written after, from 1
     * @throws TrainingFailure when the file cannot be used
     */
    void restore(Path checkpoint, int epoch) throws IOException, TrainingFailure;

    /**
     * Trains one epoch and measures.
     *
     * @param epoch from 1; each call's is one more than the last one's
     * @return metrics by name; at least the study's objective metric
     * @throws TrainingFailure when the trial cannot go on, with its kind
     * @throws InterruptedException when the thread was interrupted: the run is being cut off
     */
    Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException;

    /**
     * Whether the trial decided by itself that more epochs are of no use (its own early stop). Asked after each epoch and
     * after {@link #restore}: a run may have been cut off right after the wish, so the wish is part of what is saved.
     */
    default boolean isDone() {
        return false;
    }

    /**
     * Writes all that {@link #restore} needs to go on after the last trained epoch.
     *
     * @param file does not exist yet; its folder does
     */
    void save(Path file) throws IOException, TrainingFailure;

    /** Frees memory, processes and files. */
    @Override
    void close();
}
