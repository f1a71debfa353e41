package dev.sextant.worker.image;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.augment.AugmentationSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes trainers of type {@code image-classifier}. Stateless and safe for use by many threads. */
public final class ImageClassifierFactory implements TrainerFactory {
    @Override
    public String type() {
        return "image-classifier";
    }

    @Override
    public String summary() {
        return "classifies images from a folder a class, by a small network or on a pretrained one's features";
    }

    @Override
    public List<Setting> settings() {
        return ClassifierSettings.DECLARED;
    }

    @Override
    public Set<String> metrics() {
        return Set.of("accuracy", "loss", "auc", "train_loss");
    }

    @Override
    public List<SettingProblem> check(Settings settings) {
        Settings complete = Settings.withDefaults(settings(), settings.values());
        List<SettingProblem> problems = new ArrayList<>();
        if (!complete.has("data")) {
            return problems;
        }
        ClassifierSettings typed = ClassifierSettings.of(complete);
        try {
            ValidationSplit.of(ImageFolder.list(typed.images()), List.of(), typed.images());
        } catch (UnusableData e) {
            problems.add(e.problem());
        }
        AugmentationSettings.problem(complete).ifPresent(problems::add);
        if (typed.backbone().isPresent()) {
            try {
                Backbone backbone = Backbone.read(typed.backbone().get());
                if (typed.fineTuning().enabled()
                        && typed.fineTuning().retrainFrom().isPresent()) {
                    backbone.layout(typed.fineTuning().freezeBatchNorm())
                            .cutBefore(typed.fineTuning().retrainFrom());
                }
            } catch (UnusableData e) {
                problems.add(e.problem());
            } catch (TrainingFailure e) {
                problems.add(new SettingProblem("backbone", e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return problems;
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        return guarded(context, () -> {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
            return new ImageClassifierTrainer(task, task.begin(task.phase(Math.max(1, context.fromEpoch()))));
        });
    }

    /** What reads images and networks. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException, UnusableData, TrainingFailure, InterruptedException;
    }

    /** Reads on the device that the context names; what goes wrong has its kind of failure. */
    static <T> T guarded(TrialContext context, Reading<T> reading) throws TrainingFailure {
        ComputeDevice.use(context.device(), context.threads());
        try {
            return reading.read();
        } catch (UnusableData e) {
            throw e.failure();
        } catch (InterruptedException e) {
            // Reading a large folder takes minutes and may be cut off like training; the flag tells which it was.
            Thread.currentThread().interrupt();
            throw new TrainingFailure(FailureKind.LOST, "The run was cut off while its images were read", e);
        } catch (IOException e) {
            throw new TrainingFailure(FailureKind.TRAINER_ERROR, "Cannot read the images: " + e.getMessage(), e);
        }
    }
}
