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
import dev.sextant.common.trainer.WorkEstimate;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneLayout;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.ImageSummary;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.train.ClassifierRevision;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.ClassifierWork;
import dev.sextant.worker.image.train.FineTuningSettings;
import dev.sextant.worker.image.train.ImageClassifierTrainer;
import dev.sextant.worker.image.train.InputLoader;
import dev.sextant.worker.image.train.NetworkInput;
import dev.sextant.worker.image.train.TrainingTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates trainers of type {@code image-classifier}. Stateless and safe for use by many threads. */
public final class ImageClassifierFactory implements TrainerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ImageClassifierFactory.class);
    private static final String BACKBONE = "backbone";
    private static final String RETRAIN_FROM = "retrain_from";
    private static final String FINE_TUNING = "fine_tuning";
    private static final String IMAGE_SIZE = "image_size";
    private static final String PREPROCESSING = "preprocessing";
    private static final String DATA = "data";
    /** Settings that decide which images and features are loaded, and at which size. */
    private static final Set<String> INPUT_SETTINGS = Set.of(
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
    public int revision() {
        return ClassifierRevision.LATEST.number();
    }

    @Override
    public String summary() {
        return "Classifies images in one folder per class, with a small network or a pretrained one";
    }

    @Override
    public List<Setting> settings() {
        return ClassifierSettings.DECLARED;
    }

    @Override
    public List<Setting> settings(int revision) {
        return ClassifierSettings.declared(new ClassifierRevision(revision));
    }

    @Override
    public Map<String, String> otherNames() {
        return OtherNames.REMEDIES;
    }

    @Override
    public Set<String> metrics() {
        return Set.of("accuracy", "loss", "auc", "train_loss", "train_accuracy");
    }

    @Override
    public WorkEstimate workEstimate() {
        return new ClassifierWork();
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
            ValidationSplit.of(
                    ImageFolder.listNew(typed.images()),
                    List.of(),
                    typed.images(),
                    ClassifierRevision.LATEST.splitNames());
        } catch (UnusableData e) {
            problems.add(e.problem());
        }
        AugmentationSettings.problem(complete).ifPresent(problems::add);
        problems.addAll(checkBackbone(typed.backbone()));
        return problems;
    }

    /** Checks the path of a searched backbone alone: the images are the same for all of them. */
    @Override
    public List<SettingProblem> checkPath(String path, Settings settings) {
        return path.equals(BACKBONE) && settings.has(BACKBONE)
                ? checkBackbone(ClassifierSettings.backbone(settings.text(BACKBONE)))
                : check(settings);
    }

    private static List<SettingProblem> checkBackbone(Optional<String> path) {
        if (path.isPresent()) {
            try {
                Backbone.read(path.get());
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

    /**
     * Checks that the study defines the augmentation that it names, and what depends on the backbone: that it has the blocks and layers that the study names, that image sizes
     * fit, and that the study sets what its card leaves open.
     */
    @Override
    public List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
        Settings complete = Settings.withDefaults(settings(), settings.values());
        Optional<String> path =
                complete.has(BACKBONE) ? ClassifierSettings.backbone(complete.text(BACKBONE)) : Optional.empty();
        List<SettingProblem> problems = new ArrayList<>();
        choices(AugmentationSettings.AUGMENTATION, complete, searched)
                .forEach(policy -> AugmentationSettings.policyProblem(policy.toString(), complete)
                        .ifPresent(problems::add));
        if (path.isPresent()) {
            try {
                Backbone backbone = Backbone.read(path.get());
                problems.addAll(missingSettings(backbone, complete, searched));
                sizes(complete, searched)
                        .flatMap(size -> sizeProblem(size, backbone).stream())
                        .findFirst()
                        .ifPresent(problems::add);
                Set<Object> blocks = blocks(complete, searched);
                if (!blocks.isEmpty()) {
                    BackboneLayout layout = backbone.layout(complete.flag("freeze_batch_norm"));
                    blocks.forEach(
                            block -> blockProblem(block.toString(), layout).ifPresent(problems::add));
                }
            } catch (UnusableData | TrainingFailure e) {
                LOG.debug("The backbone cannot be read; check() reports the problem", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return problems;
    }

    /** Returns a problem for each setting that neither the backbone nor the study defines. */
    private static List<SettingProblem> missingSettings(
            Backbone backbone, Settings complete, List<Parameter> searched) {
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

    /** Returns the image sizes that trials may have; of a range, its ends. */
    private static Stream<Long> sizes(Settings complete, List<Parameter> searched) {
        return find(IMAGE_SIZE, searched)
                .map(sizes -> sizes instanceof IntegerParameter range
                        ? Stream.of(range.low(), range.high())
                        : sizes.listed().stream().map(Long.class::cast).sorted())
                .orElseGet(() -> Stream.ofNullable((Long) complete.values().get(IMAGE_SIZE)));
    }

    private static Optional<SettingProblem> sizeProblem(long size, Backbone backbone) {
        try {
            backbone.checkSize((int) size);
            return Optional.empty();
        } catch (UnusableData e) {
            return Optional.of(e.problem());
        }
    }

    /** Returns the blocks and layers that trials may fine-tune from. */
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

    /** Returns the values that a setting has in trials: the searched ones, or the fixed one. */
    private static List<Object> choices(String setting, Settings complete, List<Parameter> searched) {
        return find(setting, searched)
                .map(Parameter::listed)
                .orElseGet(() -> List.of(complete.values().get(setting)));
    }

    private static Optional<SettingProblem> blockProblem(String name, BackboneLayout layout) {
        try {
            layout.cutBefore(FineTuningSettings.from(name));
            return Optional.empty();
        } catch (UnusableData e) {
            return Optional.of(e.problem());
        }
    }

    /** Describes the images: classes, files that are left out, sizes of the sets. */
    @Override
    public List<String> describe(Settings settings) {
        try {
            return ImageSummary.of(settings.values()).lines();
        } catch (UnusableData e) {
            LOG.debug("The images cannot be listed; check() reports the problem", e);
            return List.of();
        }
    }

    /** Starts ND4J, and loads the images or computes their features if all trials share them. */
    @Override
    public void prepare(TrialContext context, Set<String> searched) throws TrainingFailure {
        InputLoader.load(context, () -> {
            if (context.settings().has(DATA) && Collections.disjoint(searched, INPUT_SETTINGS)) {
                TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
            }
            return searched;
        });
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        return InputLoader.load(context, () -> {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
            return new ImageClassifierTrainer(task, task.beginAfter(context.fromEpoch()));
        });
    }
}
