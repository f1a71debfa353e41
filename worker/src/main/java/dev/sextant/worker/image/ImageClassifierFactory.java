package dev.sextant.worker.image;

import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneLayout;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.FineTuningSettings;
import dev.sextant.worker.image.train.ImageClassifierTrainer;
import dev.sextant.worker.image.train.NetworkInput;
import dev.sextant.worker.image.train.RunInputs;
import dev.sextant.worker.image.train.TrainingTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes trainers of type {@code image-classifier}. Stateless and safe for use by many threads. */
public final class ImageClassifierFactory implements TrainerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ImageClassifierFactory.class);
    private static final String BACKBONE = "backbone";
    private static final String RETRAIN_FROM = "retrain_from";
    private static final String FINE_TUNING = "fine_tuning";
    private static final String IMAGE_SIZE = "image_size";
    private static final String PREPROCESSING = "preprocessing";
    private static final String DATA = "data";
    /** The settings that decide which images and features are read, and at which size. */
    private static final Set<String> READ_BY = Set.of(
            DATA,
            "extra_train",
            "exclude",
            "resize",
            "max_megapixels",
            IMAGE_SIZE,
            "channels",
            PREPROCESSING,
            BACKBONE,
            FINE_TUNING,
            "head_epochs",
            "freeze_batch_norm");

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
        if (!complete.has(DATA)) {
            return problems;
        }
        ClassifierSettings typed = ClassifierSettings.of(complete);
        try {
            ValidationSplit.of(ImageFolder.list(typed.images()), List.of(), typed.images());
        } catch (UnusableData e) {
            problems.add(e.problem());
        }
        AugmentationSettings.problem(complete).ifPresent(problems::add);
        problems.addAll(checkBackbone(typed.backbone()));
        return problems;
    }

    /** The images are the same for all backbones: they are not listed for each. */
    @Override
    public List<SettingProblem> checkPath(String path, Settings settings) {
        return path.equals(BACKBONE) && settings.has(BACKBONE)
                ? checkBackbone(ClassifierSettings.backbone(settings.text(BACKBONE)))
                : check(settings);
    }

    private static List<SettingProblem> checkBackbone(Optional<String> named) {
        if (named.isPresent()) {
            try {
                Backbone.read(named.get());
            } catch (UnusableData e) {
                return List.of(e.problem());
            } catch (TrainingFailure e) {
                return List.of(new SettingProblem(BACKBONE, e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return List.of();
    }

    /** A block or layer that is named must be in the backbone, and what its card does not say must come from the study. */
    @Override
    public List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
        Settings complete = Settings.withDefaults(settings(), settings.values());
        Optional<String> named =
                complete.has(BACKBONE) ? ClassifierSettings.backbone(complete.text(BACKBONE)) : Optional.empty();
        List<SettingProblem> problems = new ArrayList<>();
        if (named.isPresent()) {
            try {
                Backbone backbone = Backbone.read(named.get());
                problems.addAll(unsaid(backbone, complete, searched));
                sizes(complete, searched)
                        .flatMap(size -> unfit(size, backbone).stream())
                        .findFirst()
                        .ifPresent(problems::add);
                Set<Object> blocks = blocks(complete, searched);
                if (!blocks.isEmpty()) {
                    BackboneLayout layout = backbone.layout(complete.flag("freeze_batch_norm"));
                    blocks.forEach(block -> unknown(block.toString(), layout).ifPresent(problems::add));
                }
            } catch (UnusableData | TrainingFailure e) {
                LOG.debug("What is wrong with the backbone is found by check", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return problems;
    }

    /** What neither the backbone nor the study says. */
    private static List<SettingProblem> unsaid(Backbone backbone, Settings complete, List<Parameter> searched) {
        List<SettingProblem> problems = new ArrayList<>();
        if (!complete.has(IMAGE_SIZE)
                && find(IMAGE_SIZE, searched).isEmpty()
                && backbone.imageSize().isEmpty()) {
            problems.add(NetworkInput.missing(IMAGE_SIZE, backbone).problem());
        }
        if (choices(PREPROCESSING, complete, searched).contains(ClassifierSettings.AUTO)
                && backbone.card().isEmpty()) {
            problems.add(NetworkInput.missing(PREPROCESSING, backbone).problem());
        }
        return problems;
    }

    /** The sizes of images that trials may be told to take; of a range its ends. */
    private static Stream<Long> sizes(Settings complete, List<Parameter> searched) {
        return find(IMAGE_SIZE, searched)
                .map(sizes -> sizes instanceof IntegerParameter range
                        ? Stream.of(range.low(), range.high())
                        : sizes.listed().stream().map(Long.class::cast).sorted())
                .orElseGet(() -> Stream.ofNullable((Long) complete.values().get(IMAGE_SIZE)));
    }

    private static Optional<SettingProblem> unfit(long size, Backbone backbone) {
        try {
            backbone.checkSize((int) size);
            return Optional.empty();
        } catch (UnusableData e) {
            return Optional.of(e.problem());
        }
    }

    /** The blocks and layers that trials may be told to train from. */
    private static Set<Object> blocks(Settings complete, List<Parameter> searched) {
        if (find(RETRAIN_FROM, searched).isEmpty()
                && !choices(FINE_TUNING, complete, searched).contains(true)) {
            return Set.of();
        }
        Set<Object> blocks = new LinkedHashSet<>(choices(RETRAIN_FROM, complete, searched));
        blocks.remove(BackboneLayout.ALL);
        return blocks;
    }

    private static Optional<Parameter> find(String setting, List<Parameter> searched) {
        return searched.stream()
                .filter(parameter -> parameter.name().equals(setting))
                .findFirst();
    }

    /** The values that a setting has in trials: those that are searched, else the one that is fixed. */
    private static List<Object> choices(String setting, Settings complete, List<Parameter> searched) {
        return find(setting, searched)
                .map(Parameter::listed)
                .orElseGet(() -> List.of(complete.values().get(setting)));
    }

    private static Optional<SettingProblem> unknown(String name, BackboneLayout layout) {
        try {
            layout.cutBefore(FineTuningSettings.from(name));
            return Optional.empty();
        } catch (UnusableData e) {
            return Optional.of(e.problem());
        }
    }

    /** ND4J, and the images or the backbone's features of them unless each trial has its own. */
    @Override
    public void prepare(TrialContext context, Set<String> searched) throws TrainingFailure {
        RunInputs.guarded(context, () -> {
            if (context.settings().has(DATA) && Collections.disjoint(searched, READ_BY)) {
                TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
            }
            return searched;
        });
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        return RunInputs.guarded(context, () -> {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
            return new ImageClassifierTrainer(task, task.begin(task.phase(Math.max(1, context.fromEpoch()))));
        });
    }
}
