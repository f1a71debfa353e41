package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.ImageClassifierTrainer;
import dev.sextant.worker.image.train.RunInputs;
import dev.sextant.worker.image.train.TrainingTask;

/**
 * Makes trainers that learn from the validation images, too, with a configuration that was found. They measure nothing but
 * {@code train_loss}; what they save is read as a trial's model is.
 */
public final class Refit {
    private Refit() {}

    /** A trainer that does what a trial does, step by step, and the same each time. */
    public static Trainer alone(TrialContext context) throws TrainingFailure {
        return RunInputs.guarded(context, () -> {
            TrainingTask task = task(context);
            return new ImageClassifierTrainer(task, task.begin(task.phase(1)));
        });
    }

    /** A trainer whose copies of the network share the work; of no use for going on from a checkpoint. */
    public static Trainer together(TrialContext context, ParameterAveraging averaging) throws TrainingFailure {
        return RunInputs.guarded(context, () -> {
            TrainingTask task = task(context);
            RefitOrder order = RefitOrder.of(context, task.split().fingerprint());
            return new ImageClassifierTrainer(task, task.begin(task.phase(1)), new AveragedSteps(averaging, order));
        });
    }

    private static TrainingTask task(TrialContext context)
            throws java.io.IOException, UnusableData, TrainingFailure, InterruptedException {
        return TrainingTask.prepare(ClassifierSettings.of(context.settings()), context)
                .onAllImages();
    }
}
