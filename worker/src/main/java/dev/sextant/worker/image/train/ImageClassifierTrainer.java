package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.optimize.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a classifier step by step with a loop of its own: what is random in an epoch (the order of the images, dropout)
 * derives from the trial's seed and the epoch, so a run that goes on from a checkpoint repeats what one run would have done.
 */
public final class ImageClassifierTrainer implements Trainer {
    /** Metrics of which less is better. */
    private static final Set<String> LOSSES = Set.of("loss", "train_loss");

    private final TrainingTask task;
    private final EpochSteps steps;
    private TrainingPhase phase;
    private int trained;
    private Progress progress = Progress.NONE;
    private Optional<INDArray> best = Optional.empty();

    public ImageClassifierTrainer(TrainingTask task, TrainingPhase first) {
        this(task, first, new OwnSteps());
    }

    public ImageClassifierTrainer(TrainingTask task, TrainingPhase first, EpochSteps steps) {
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
                    "The checkpoint is of epoch " + note.epoch() + ", not of epoch " + epoch + " as asked");
        }
        if (!note.data().equals(task.data())) {
            throw new TrainingFailure(
                    FailureKind.BAD_DATA,
                    "The images, the backbone or its preprocessing changed since epoch " + epoch
                            + " was trained; put them back as they were, or start a new study");
        }
        try {
            enter(task.phase(epoch));
        } catch (InterruptedException e) {
            // The flag tells the run that it was cut off.
            Thread.currentThread().interrupt();
            throw new TrainingFailure(FailureKind.LOST, "The run was cut off while its model was read", e);
        }
        ModelFile.restore(checkpoint, phase.learner());
        best = ModelFile.best(checkpoint);
        progress = note.progress();
        trained = epoch;
    }

    @Override
    public Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException {
        if (epoch != trained + 1) {
            throw new IllegalArgumentException("Cannot train epoch " + epoch + " after epoch " + trained);
        }
        try {
            enter(task.phase(epoch));
            double loss = steps(epoch);
            Map<String, Double> metrics = validate(epoch);
            metrics.put("train_loss", loss);
            trained = epoch;
            remember(metrics);
            return metrics;
        } catch (OutOfMemoryError e) {
            throw new TrainingFailure(
                    FailureKind.OUT_OF_MEMORY,
                    "Out of memory in epoch " + epoch + " (" + e.getMessage()
                            + "); a smaller batch_size, image_size or hidden_size needs less",
                    e);
        }
    }

    /** Goes over to a phase, when it is not the one under way: with the head as it is by now. */
    private void enter(Phase next) throws TrainingFailure, InterruptedException {
        if (next.equals(phase.phase())) {
            return;
        }
        TrainingPhase before = phase;
        try {
            phase = task.begin(next);
        } catch (UnusableData e) {
            throw e.failure();
        } catch (IOException e) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR, "Cannot read what fine-tuning needs: " + e.getMessage(), e);
        }
        phase.learner().takeOver(before.learner());
        before.close();
        forgetBest();
        progress = Progress.NONE;
    }

    private double steps(int epoch) throws TrainingFailure, InterruptedException {
        double loss = steps.take(task, phase, epoch);
        if (!Double.isFinite(loss)) {
            throw OwnSteps.diverged(epoch, "the training loss became " + loss);
        }
        return loss;
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
                    throw OwnSteps.diverged(epoch, "a probability on the validation images became " + probability);
                }
            }
        }
        return ClassificationMetrics.of(probabilities, task.labels(files));
    }

    /** What early stopping goes by. */
    private void remember(Map<String, Double> metrics) {
        if (!task.settings().optimizer().earlyStopping() || !metrics.containsKey(task.objective())) {
            return;
        }
        progress = progress.after(trained, metrics.get(task.objective()), !LOSSES.contains(task.objective()));
        if (progress.isBest()) {
            forgetBest();
            best = Optional.of(phase.learner().copyOfWeights());
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
    public void save(Path file) throws IOException {
        ModelNote note = new ModelNote(trained, phase.phase().kind(), task.data(), phase.lower(), progress);
        ModelFile.write(file, note, phase.learner(), best);
    }

    @Override
    public void close() {
        phase.close();
        forgetBest();
    }
}
