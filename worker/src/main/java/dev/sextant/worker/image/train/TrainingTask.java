package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneCut;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.backbone.GraphCopy;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.data.SkippedImages;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.feature.FeatureExamples;
import dev.sextant.worker.image.feature.FeatureStore;
import dev.sextant.worker.image.feature.Features;
import dev.sextant.worker.image.feature.FrozenPart;
import dev.sextant.worker.image.feature.ViewedFeatures;
import dev.sextant.worker.image.head.Head;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.NhwcInput;
import dev.sextant.worker.image.input.PixelStore;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingImages;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.ImageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;

/** All that a trial trains on: images, split, networks. Used by one thread. */
public final class TrainingTask {
    /** Images asked at once: small ones many; others few, whose activations would fill the memory. */
    private static final int MANY = 256;

    private static final int FEW = 32;
    private static final double BYTES_IN_GIGABYTE = 1e9;

    private final ClassifierSettings settings;
    private final TrialContext context;
    private final ImageFolder folder;
    private final NetworkInput input;
    private final List<Phase> phases;
    private final ValidationSplit split;
    private final int channels;

    private TrainingTask(
            ClassifierSettings settings,
            TrialContext context,
            ImageFolder folder,
            NetworkInput input,
            ValidationSplit split,
            int channels) {
        this.settings = settings;
        this.context = context;
        this.folder = folder;
        this.input = input;
        this.phases = Phase.of(settings, context.maxEpochs());
        this.split = split;
        this.channels = channels;
    }

    /** Reads, decodes and, under a backbone, computes features, as far as this process or host has not done so before. */
    public static TrainingTask prepare(ClassifierSettings settings, TrialContext context)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ImageFolder folder = ImageFolder.list(settings.images());
        NetworkInput input = NetworkInput.of(settings);
        if (input.backbone().isPresent() && settings.fineTuning().enabled()) {
            // A block that is not there is found out now, not after the head's epochs.
            FineTuningSettings fineTuning = settings.fineTuning();
            input.backbone().get().layout(fineTuning.freezeBatchNorm()).cutBefore(fineTuning.retrainFrom());
        }
        List<SkippedImage> skipped;
        int channels;
        boolean needsOnlyFeatures =
                Phase.of(settings, context.maxEpochs()).get(0).kind() == Phase.Kind.HEAD;
        if (needsOnlyFeatures) {
            skipped = FeatureStore.features(
                            features(settings, context, folder, input, Optional.empty()), context.cache())
                    .skipped();
            channels = input.channels() == Channels.GRAY ? 1 : 3;
        } else {
            Pixels pixels = PixelStore.pixels(folder, decoder(settings, input), context.threads());
            skipped = pixels.skipped();
            channels = pixels.channels();
        }
        SizeSchedule sizes = SizeSchedule.of(context.settings(), input.imageSize());
        if (input.backbone().isEmpty() && !settings.head().globalPooling()) {
            sizes.checkFixedInput();
        }
        SkippedImages.check(folder, skipped, settings.images().maxUnreadable());
        ValidationSplit split = ValidationSplit.of(folder, skipped, settings.images());
        return new TrainingTask(settings, context, folder, input, split, channels);
    }

    /** The same task, with the validation images among the training images. */
    public TrainingTask onAllImages() {
        return new TrainingTask(settings, context, folder, input, split.trainingOnAll(folder), channels);
    }

    public ClassifierSettings settings() {
        return settings;
    }

    /** Of the trial. */
    public long seed() {
        return context.seed();
    }

    public ValidationSplit split() {
        return split;
    }

    int classes() {
        return folder.classes().size();
    }

    /** The metric that the study goes by. */
    String objective() {
        return context.objective();
    }

    /** The phase that an epoch belongs to; the last one goes on beyond its end. */
    public Phase phase(int epoch) {
        return phases.stream()
                .filter(phase -> epoch <= phase.last())
                .findFirst()
                .orElseGet(() -> phases.get(phases.size() - 1));
    }

    /** Whether no phase comes after this one. */
    boolean isLast(Phase phase) {
        return phase.equals(phases.get(phases.size() - 1));
    }

    /** What a phase begins with. */
    public TrainingPhase begin(Phase phase) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return switch (phase.kind()) {
            case SMALL ->
                new TrainingPhase(
                        phase,
                        new GraphLearner(
                                network(ClassifierNetwork.small(
                                        settings.head(), input.imageSize(), channels, classWeights(), seed())),
                                images(phase),
                                settings.optimizer(),
                                layer -> 1,
                                MANY),
                        new ModelNote.Lower("", false),
                        settings.optimizer(),
                        1,
                        layer -> 1);
            case HEAD ->
                new TrainingPhase(
                        phase,
                        head(views(features(Optional.empty()), Optional.empty())),
                        new ModelNote.Lower(output(), settings.fineTuning().freezeBatchNorm()),
                        settings.optimizer(),
                        1,
                        layer -> 1);
            case FINE -> fine(phase);
        };
    }

    /** The vertex whose activations are the backbone's features. */
    private String output() throws UnusableData {
        List<String> order = input.backbone()
                .orElseThrow()
                .layout(settings.fineTuning().freezeBatchNorm())
                .order();
        return order.get(order.size() - 1);
    }

    private TrainingPhase fine(Phase phase) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        FineTuningSettings fineTuning = settings.fineTuning();
        BackboneNetwork backbone = input.backbone().orElseThrow().open(fineTuning.freezeBatchNorm());
        BackboneCut cut = backbone.cut(input.imageSize(), fineTuning.retrainFrom());
        ComputationGraphConfiguration upper = ClassifierNetwork.upperPart(settings.head(), cut, classWeights(), seed());
        if (SizeSchedule.takesOneSize(upper)) {
            SizeSchedule.of(context.settings(), input.imageSize()).checkFixedInput();
        }
        ToDoubleFunction<String> rates =
                layer -> ClassifierNetwork.isHead(layer) ? 1 : cut.rate(layer, fineTuning.blockDecay());
        TrainedNetwork network = network(upper);
        GraphCopy.weights(backbone.graph(), network.graph());
        return new TrainingPhase(
                phase,
                new GraphLearner(network, fineExamples(phase, backbone, cut), settings.optimizer(), rates, FEW),
                new ModelNote.Lower(cut.below().orElse(""), fineTuning.freezeBatchNorm()),
                settings.optimizer(),
                fineTuning.rate(),
                rates);
    }

    /** The examples of a phase alone, without a network to train. */
    public Examples examples(Phase phase) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return switch (phase.kind()) {
            case SMALL -> images(phase);
            case HEAD -> views(features(Optional.empty()), Optional.empty());
            case FINE -> {
                FineTuningSettings fineTuning = settings.fineTuning();
                BackboneNetwork backbone = input.backbone().orElseThrow().open(fineTuning.freezeBatchNorm());
                yield fineExamples(phase, backbone, backbone.cut(input.imageSize(), fineTuning.retrainFrom()));
            }
        };
    }

    /** @param backbone is closed here, or stays open as long as the phase */
    private Examples fineExamples(Phase phase, BackboneNetwork backbone, BackboneCut cut)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        TrainingImages images = images(phase);
        double bytes = Float.BYTES
                * (double) cut.activations().arrayElementsPerExample()
                * folder.files().size()
                * (1 + images.keptViews());
        if (cut.below().isEmpty()) {
            boolean channelsLast = cut.activations() instanceof InputTypeConvolutional convolutional
                    && convolutional.getFormat() == CNN2DFormat.NHWC;
            backbone.close();
            return channelsLast ? new NhwcInput(images) : images;
        }
        if (images.areKept() && bytes <= settings.fineTuning().maxCacheGigabytes() * BYTES_IN_GIGABYTE) {
            backbone.close();
            return views(features(cut.below()), cut.below());
        }
        // Open as long as the phase.
        return new FrozenPart(images, backbone, cut.below().get());
    }

    private HeadLearner head(FeatureExamples examples) {
        ComputationGraphConfiguration saved =
                ClassifierNetwork.head(settings.head(), examples.width(), classWeights(), seed());
        return new HeadLearner(
                new Head(
                        settings.head(),
                        examples.width(),
                        lossWeights(),
                        TrialSeeds.seed(seed(), 0),
                        context.threads()),
                examples,
                settings.optimizer(),
                saved,
                ClassifierNetwork.withFocalLoss(saved, settings.head(), lossWeights()));
    }

    private TrainedNetwork network(ComputationGraphConfiguration configuration) {
        return new TrainedNetwork(
                configuration, ClassifierNetwork.withFocalLoss(configuration, settings.head(), lossWeights()));
    }

    /** Of the loss, by label. */
    private double[] lossWeights() {
        if (settings.head().classWeight()) {
            return classWeights();
        }
        double[] ones = new double[classes()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Features features(Optional<String> vertex)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return FeatureStore.features(features(settings, context, folder, input, vertex), context.cache());
    }

    private static FeatureStore.Request features(
            ClassifierSettings settings,
            TrialContext context,
            ImageFolder folder,
            NetworkInput input,
            Optional<String> vertex) {
        return new FeatureStore.Request(
                folder,
                input.backbone().orElseThrow(),
                decoder(settings, input),
                input.preprocessing(),
                settings.fineTuning().freezeBatchNorm(),
                vertex,
                Optional.empty(),
                context.threads());
    }

    /**
     * What a frozen network makes of images, and of as many augmented views of them as are to be kept.
     *
     * @param vertex whose activations are wanted; empty for the output
     */
    private FeatureExamples views(Features plain, Optional<String> vertex)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        AugmentationSettings augmentation = TrainingImages.augmentation(context.settings());
        List<Features> views = new ArrayList<>();
        for (int view = 1; view <= augmentation.keptViews(); view++) {
            FeatureStore.Request request = features(settings, context, folder, input, vertex);
            views.add(FeatureStore.features(request.of(new FeatureStore.View(augmentation, view)), context.cache()));
        }
        return views.isEmpty() ? plain : new ViewedFeatures(plain, views, seed());
    }

    /** A phase's images begin small anew, where they grow. */
    private TrainingImages images(Phase phase) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return TrainingImages.of(new TrainingImages.Source(
                folder,
                decoder(settings, input),
                input.preprocessing(),
                SizeSchedule.of(context.settings(), input.imageSize()).from(phase.first()),
                context));
    }

    /** Makes of a file's content what a network is fed. */
    public static ImageDecoder decoder(ClassifierSettings settings, NetworkInput input) {
        return new ImageDecoder(
                input.imageSize(),
                input.channels(),
                settings.images().resize(),
                settings.images().maxPixels());
    }

    int[] labels(int[] files) {
        return Arrays.stream(files)
                .map(file -> folder.files().get(file).label())
                .toArray();
    }

    /** Labels to train on: 1 for the right class, less what is spread over all of them. */
    public Targets targets() {
        return new Targets() {
            @Override
            public float[] of(int[] files) {
                int classes = classes();
                double spread = settings.head().labelSmoothing();
                float[] rows = new float[files.length * classes];
                Arrays.fill(rows, (float) (spread / classes));
                for (int i = 0; i < files.length; i++) {
                    rows[i * classes + folder.files().get(files[i]).label()] = (float) (1 - spread + spread / classes);
                }
                return rows;
            }

            @Override
            public int classes() {
                return TrainingTask.this.classes();
            }
        };
    }

    /** What a saved model's data must be for training to go on. */
    ModelNote.Data data() {
        return new ModelNote.Data(
                folder.classes(),
                input.imageSize(),
                channels,
                input.preprocessing(),
                input.backbone().map(Backbone::sha256).orElse(""),
                split.fingerprint());
    }

    /** n / (classes * n of the class), over the training images. */
    private double[] classWeights() {
        double[] weights = new double[classes()];
        for (int label : labels(split.training())) {
            weights[label]++;
        }
        for (int label = 0; label < weights.length; label++) {
            weights[label] = split.training().length / (weights.length * weights[label]);
        }
        return weights;
    }
}
