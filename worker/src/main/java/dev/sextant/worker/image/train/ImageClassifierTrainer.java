package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.optimize.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a classifier epoch by epoch. Everything random in an epoch (the order of the images, dropout, augmentation)
 * derives from the seed of the trial and the epoch, so a run that resumes from a checkpoint gives the same weights as
 * an uninterrupted one. Used by one thread.
 */
public final class ImageClassifierTrainer implements Trainer {
    /** Metrics that are minimized. */
    private static final Set<String> LOSSES = Set.of("loss", "train_loss");

    private final TrainingTask task;
    private final EpochSteps steps;
    private ActivePhase phase;
    private int trainedEpochs;
    private Progress progress = Progress.NONE;
    /** Weights of the best epoch, in a checkpoint that was written when early stopping kept them there. */
    private Optional<INDArray> best = Optional.empty();

    /**
     * Creates a trainer that takes all steps in this process.
     *
     * @param first the phase to train first; is closed with the trainer
     */
    public ImageClassifierTrainer(TrainingTask task, ActivePhase first) {
        this(task, first, new SequentialSteps());
    }

    /**
     * Creates a trainer.
     *
     * @param first the phase to train first; is closed with the trainer
     * @param steps how the steps of an epoch are taken
     */
    public ImageClassifierTrainer(TrainingTask task, ActivePhase first, EpochSteps steps) {
        this.task = task;
        this.steps = steps;
        this.phase = first;
    }

    @Override
    public void restore(Path checkpoint, int epoch) throws IOException, TrainingFailure {
        ModelNote note = ModelFile.note(checkpoint)
                .orElseThrow(() -> new TrainingFailure(
                        FailureKind.TRAINER_ERROR,
                        "The checkpoint of epoch " + epoch + " was not written by image-classifier"));
        if (note.epoch() != epoch) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The checkpoint is of epoch " + note.epoch() + ", expected epoch " + epoch);
        }
        if (!note.data().equals(task.data().note())) {
            throw new TrainingFailure(
                    FailureKind.BAD_DATA,
                    "The images, the backbone or its preprocessing changed since epoch " + epoch
                            + " was trained; restore them, or start a new study");
        }
        try {
            enter(task.phase(epoch));
        } catch (InterruptedException e) {
            // The flag tells the caller that the run was interrupted.
            Thread.currentThread().interrupt();
            throw new TrainingFailure(FailureKind.LOST, "The run was interrupted while its model was loaded", e);
        }
        ModelFile.restore(checkpoint, phase.learner());
        best = ModelFile.best(checkpoint, phase.learner());
        progress = note.progress();
        trainedEpochs = epoch;
    }

    @Override
    public Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException {
        if (epoch != trainedEpochs + 1) {
            throw new IllegalArgumentException("Cannot train epoch " + epoch + " after epoch " + trainedEpochs);
        }
        try {
            if (phase.phase().isBeforeFirstEpoch()) {
                steps.takeAll(task, phase);
            }
            enter(task.phase(epoch));
            TrainingScore training = steps(epoch);
            Map<String, Double> metrics = validate(epoch);
            metrics.put("train_loss", training.loss());
            metrics.put("train_accuracy", training.accuracy());
            metrics.putAll(EpochConditions.of(task.data(), phase, epoch));
            trainedEpochs = epoch;
            updateProgress(metrics);
            return metrics;
        } catch (OutOfMemoryError e) {
            throw new TrainingFailure(
                    FailureKind.OUT_OF_MEMORY,
                    "Out of memory in epoch " + epoch + " (" + e.getMessage()
                            + "); lower batch_size, image_size or hidden_size",
                    e);
        }
    }

    /** Begins a phase with the current weights of the head, unless it is the active one. */
    private void enter(TrainingPhase next) throws TrainingFailure, InterruptedException {
        if (next.equals(phase.phase())) {
            return;
        }
        ActivePhase previous = phase;
        try {
            phase = task.begin(next);
        } catch (UnusableData e) {
            throw e.failure();
        } catch (IOException e) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR, "Cannot read the inputs of fine-tuning: " + e.getMessage(), e);
        }
        phase.learner().takeOver(previous.learner());
        previous.close();
        forgetBest();
        progress = Progress.NONE;
    }

    private TrainingScore steps(int epoch) throws TrainingFailure, InterruptedException {
        TrainingScore score = steps.take(task, phase, epoch);
        if (!Double.isFinite(score.loss())) {
            throw EpochSteps.diverged(epoch, "the training loss became " + score.loss());
        }
        return score;
    }

    private Map<String, Double> validate(int epoch) throws TrainingFailure, InterruptedException {
        int[] files = task.split().validation();
        if (files.length == 0) {
            return new TreeMap<>();
        }
        float[][] probabilities = phase.learner().probabilities(epoch, files);
        for (float[] row : probabilities) {
            for (float probability : row) {
                if (!Float.isFinite(probability)) {
                    throw EpochSteps.diverged(epoch, "a probability on the validation images became " + probability);
                }
            }
        }
        return ClassificationMetrics.of(probabilities, task.data().labels(files));
    }

    /** Updates what early stopping watches. */
    private void updateProgress(Map<String, Double> metrics) {
        if (!task.settings().optimizer().earlyStopping() || !metrics.containsKey(task.objective())) {
            return;
        }
        progress = progress.after(trainedEpochs, metrics.get(task.objective()), !LOSSES.contains(task.objective()));
        if (progress.isBest()) {
            forgetBest();
        }
    }

    private void forgetBest() {
        best.ifPresent(INDArray::close);
        best = Optional.empty();
    }

    @Override
    public boolean isDone() {
        return task.settings().optimizer().earlyStopping()
                && progress.stale() >= task.settings().optimizer().patience()
                && task.isLast(phase.phase());
    }

    @Override
    public double sharedSeconds() {
        return task.data().sharedSeconds();
    }

    @Override
    public void save(Path file) throws IOException {
        ModelNote note =
                new ModelNote(trainedEpochs, phase.phase().kind(), task.data().note(), phase.frozen(), progress);
        ModelFile.write(file, note, phase.learner(), best);
    }

    @Override
    public void close() {
        phase.close();
        forgetBest();
    }
}
