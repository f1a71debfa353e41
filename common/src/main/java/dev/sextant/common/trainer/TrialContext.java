package dev.sextant.common.trainer;

import java.nio.file.Path;
import java.util.List;

/**
 * The run that a trainer is created for: its trial, its epochs, and the resources that it may use.
 *
 * <p>A run trains the epochs {@code fromEpoch + 1} to {@code toEpoch}. A learning rate schedule of the whole trial
 * needs {@code maxEpochs}, because the search may continue a trial in later runs:
 *
 * <pre>{@code
 * double progress = (epoch - 1.0) / context.maxEpochs();
 * double rate = context.settings().number("learning_rate") * (1 + Math.cos(Math.PI * progress)) / 2;
 * }</pre>
 *
 * @param study name of the study
 * @param trial number of the trial, from 1
 * @param seed seed of the trial: all random numbers must derive from it, the epoch and the example
 * @param settings fixed and searched settings, with defaults filled in
 * @param objective name of the metric that {@link Trainer#train} must report
 * @param fromEpoch number of epochs that were trained before this run; 0 for a new trial
 * @param toEpoch epoch after which this run ends
 * @param maxEpochs epochs of the top rung: the most that the trial trains in all its runs
 * @param device device of the executor to use: {@code cpu} or, for example, {@code gpu 0}
 * @param threads number of CPU threads that the run may keep busy, at least 1
 * @param folder empty local folder of this run, deleted after it
 * @param cache local folder shared by all runs on this host and kept after them; several processes may use it at once
 * @param rungs epochs at which the search compares trials, lowest first; the last one is {@code maxEpochs}
 * @param revision revision of the trainer that the study was created with; see {@link TrainerFactory#revision}
 */
public record TrialContext(
        String study,
        int trial,
        long seed,
        Settings settings,
        String objective,
        int fromEpoch,
        int toEpoch,
        int maxEpochs,
        String device,
        int threads,
        Path folder,
        Path cache,
        List<Integer> rungs,
        int revision) {
    public TrialContext {
        rungs = List.copyOf(rungs);
    }
}
