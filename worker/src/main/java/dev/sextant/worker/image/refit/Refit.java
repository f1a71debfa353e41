package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.ImageClassifierTrainer;
import dev.sextant.worker.image.train.InputLoader;
import dev.sextant.worker.image.train.TrainingTask;
import java.io.IOException;

/**
 * Creates trainers that retrain a configuration on all images, validation images included. They report {@code
 * train_loss} and {@code train_accuracy} only, and save models in the format of a trial.
 */
public final class Refit {
    private Refit() {}

    /**
     * Returns a trainer that works as in a trial, in this process; the same seed gives the same weights.
     *
     * @throws TrainingFailure when the images or the backbone cannot be used
     */
    public static Trainer alone(TrialContext context) throws TrainingFailure {
        return InputLoader.load(context, () -> {
            TrainingTask task = task(context);
            return new ImageClassifierTrainer(task, task.beginAfter(0));
        });
    }

    /**
     * Returns a trainer that distributes each epoch over copies of the network. It cannot resume from a checkpoint.
     *
     * @throws TrainingFailure when the images or the backbone cannot be used
     */
    public static Trainer together(TrialContext context, ParameterAveraging averaging) throws TrainingFailure {
        return InputLoader.load(context, () -> {
            TrainingTask task = task(context);
            RefitOrder order = RefitOrder.of(context, task.split().fingerprint());
            return new ImageClassifierTrainer(task, task.beginAfter(0), new AveragedSteps(averaging, order));
        });
    }

    private static TrainingTask task(TrialContext context)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return TrainingTask.prepare(ClassifierSettings.of(context.settings()), context)
                .onAllImages();
    }
}
