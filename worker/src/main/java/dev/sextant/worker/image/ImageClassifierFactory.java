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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes trainers of type {@code image-classifier}. Stateless and safe for use by many threads. */
public final class ImageClassifierFactory implements TrainerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ImageClassifierFactory.class);
    private static final String BACKBONE = "backbone";
    private static final String RETRAIN_FROM = "retrain_from";

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
                problems.add(new SettingProblem(BACKBONE, e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return problems;
    }

    /** A block or layer must be in one of the backbones that can be read here. */
    @Override
    public List<SettingProblem> checkChoices(Settings settings, Map<String, List<Object>> choices) {
        if (!choices.containsKey(RETRAIN_FROM)) {
            return List.of();
        }
        List<SettingProblem> problems = new ArrayList<>();
        try {
            List<BackboneLayout> layouts = layouts(settings, choices);
            for (Object name : layouts.isEmpty() ? List.of() : choices.get(RETRAIN_FROM)) {
                unknown(name.toString(), layouts).ifPresent(problems::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return problems;
    }

    /** Of the backbones that are named and can be read; what is wrong with the others is said elsewhere. */
    private static List<BackboneLayout> layouts(Settings settings, Map<String, List<Object>> choices)
            throws InterruptedException {
        Settings complete = Settings.withDefaults(ClassifierSettings.DECLARED, settings.values());
        List<Object> backbones =
                choices.getOrDefault(BACKBONE, complete.has(BACKBONE) ? List.of(complete.text(BACKBONE)) : List.of());
        List<BackboneLayout> layouts = new ArrayList<>();
        for (Object path : backbones) {
            Optional<String> named = ClassifierSettings.backbone(path.toString());
            if (named.isPresent()) {
                try {
                    layouts.add(Backbone.read(named.get()).layout(complete.flag("freeze_batch_norm")));
                } catch (UnusableData | TrainingFailure e) {
                    LOG.debug("No layout of {}", path, e);
                }
            }
        }
        return layouts;
    }

    private static Optional<SettingProblem> unknown(String name, List<BackboneLayout> layouts) {
        Optional<String> from = FineTuningSettings.from(name);
        Optional<SettingProblem> problem = Optional.empty();
        for (BackboneLayout layout : layouts) {
            try {
                layout.cutBefore(from);
                return Optional.empty();
            } catch (UnusableData e) {
                problem = Optional.of(e.problem());
            }
        }
        return problem;
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        ComputeDevice.use(context.device(), context.threads());
        try {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
            return new ImageClassifierTrainer(task, task.begin(task.phase(Math.max(1, context.fromEpoch()))));
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
