package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.data.SkippedImages;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.feature.FeatureExamples;
import dev.sextant.worker.image.feature.Features;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingImages;
import dev.sextant.worker.image.read.Channels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Training data of all phases of a trial: images or their features, labels, and the split into training and validation
 * images. Used by one thread.
 */
public final class TrialData {
    private final TrialInputs inputs;
    private final ValidationSplit split;
    private final int channels;
    /** Features that {@link #read} loaded, until the first phase has begun. */
    private Optional<Features> loadedFeatures;

    private TrialData(TrialInputs inputs, ValidationSplit split, int channels, Optional<Features> loadedFeatures) {
        this.inputs = inputs;
        this.split = split;
        this.channels = channels;
        this.loadedFeatures = loadedFeatures;
    }

    /**
     * Decodes the images of a trial, or computes their features where its first phase needs nothing else, unless this
     * process or this host has done so before.
     */
    static TrialData read(TrialInputs inputs, TrainingPhase firstPhase)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        if (firstPhase instanceof HeadPhase) {
            Features features = inputs.features();
            int channels = inputs.network().channels() == Channels.GRAY ? 1 : 3;
            return new TrialData(inputs, split(inputs, features.skipped()), channels, Optional.of(features));
        }
        Pixels pixels = inputs.pixels();
        return new TrialData(inputs, split(inputs, pixels.skipped()), pixels.channels(), Optional.empty());
    }

    private static ValidationSplit split(TrialInputs inputs, List<SkippedImage> skipped)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ClassifierSettings settings = inputs.settings();
        SizeSchedule sizes = inputs.sizes();
        if (inputs.network().backbone().isEmpty() && !settings.head().globalPooling()) {
            sizes.checkFixedInput();
        }
        SkippedImages.check(inputs.folder(), skipped, settings.images().maxUnreadable());
        return ValidationSplit.of(
                inputs.folder(), skipped, settings.images(), inputs.revision().splitNames());
    }

    /** Returns the seconds so far of work whose results other trials use, too. */
    double sharedSeconds() {
        return inputs.shared().seconds();
    }

    /** Returns the same data with the validation images among the training images. */
    TrialData withAllImagesInTraining() {
        return new TrialData(inputs, split.trainingOnAll(inputs.folder()), channels, loadedFeatures);
    }

    ClassifierSettings settings() {
        return inputs.settings();
    }

    /** Returns the input format of the network, and its backbone. */
    NetworkInput input() {
        return inputs.network();
    }

    ValidationSplit split() {
        return split;
    }

    long seed() {
        return inputs.context().seed();
    }

    /** Returns the epochs of a phase after which a schedule of its learning rate ends, in ascending order. */
    List<Integer> scheduleEnds(TrainingPhase phase) {
        TrialContext context = inputs.context();
        return phase.scheduleEnds(settings().optimizer(), ClassifierRevision.of(context), context.rungs()).stream()
                .map(epoch -> epoch - phase.firstEpoch() + 1)
                .toList();
    }

    /** Returns the decay per step of the average of weights in a phase; 0: no average. */
    double weightAverage(TrainingPhase phase) {
        int batchSize = settings().optimizer().batchSize();
        int steps = Math.max(1, (split.training().length + batchSize - 1) / batchSize);
        return settings().optimizer().weightAverage().orElse(inputs.revision().weightAverage(phase.kind(), steps));
    }

    /** Returns the number of CPU threads that the trial may keep busy. */
    int threads() {
        return inputs.context().threads();
    }

    /** Returns the number of color channels of the images, 1 or 3. */
    int channels() {
        return channels;
    }

    /** Returns the number of image files, skipped ones included. */
    int files() {
        return inputs.folder().files().size();
    }

    int classes() {
        return inputs.folder().classes().size();
    }

    int[] labels(int[] files) {
        return Arrays.stream(files)
                .map(file -> inputs.folder().files().get(file).label())
                .toArray();
    }

    /** Returns the target probabilities by image. */
    Targets targets() {
        return new SmoothedLabels(inputs.folder(), settings().head().labelSmoothing());
    }

    SizeSchedule sizes() throws UnusableData {
        return inputs.sizes();
    }

    /** Returns the images of a phase. */
    TrainingImages images(int firstEpoch) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return TrainingImages.of(inputs.images(firstEpoch));
    }

    /** Returns whether epochs repeat the same images, or a few views of them, so that activations can be cached. */
    boolean repeatsImages() throws UnusableData {
        return inputs.images(1).repeats();
    }

    /** Returns the number of cached augmented views per image. */
    int cachedViews() throws UnusableData {
        return inputs.images(1).augmentation().keptViews();
    }

    /** Returns the features that the whole backbone computes. */
    FeatureExamples features() throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Features plain = loadedFeatures.isPresent() ? loadedFeatures.get() : inputs.features();
        return inputs.withViews(plain);
    }

    /** Drops the reference to the loaded features, because later phases do not need them. */
    void releaseFeatures() {
        loadedFeatures = Optional.empty();
    }

    /** Returns the activations of a vertex of the backbone, computed once per host. */
    FeatureExamples activations(String vertex) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return inputs.activations(vertex);
    }

    /** Builds a network with its initial weights. */
    TrainedNetwork network(ComputationGraphConfiguration configuration) {
        return new TrainedNetwork(configuration, withTrainingLoss(configuration));
    }

    /** Returns the configuration with the loss of the training where Deeplearning4j has none like it. */
    ComputationGraphConfiguration withTrainingLoss(ComputationGraphConfiguration configuration) {
        return ClassifierNetwork.withFocalLoss(configuration, settings().head(), lossWeights());
    }

    /** Returns the weight of each class in the loss, by label. */
    double[] lossWeights() {
        if (settings().head().classWeight()) {
            return classWeights();
        }
        double[] ones = new double[classes()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Returns n / (classes * n of the class) by label, over the training images. */
    double[] classWeights() {
        double[] weights = new double[classes()];
        for (int label : labels(split.training())) {
            weights[label]++;
        }
        for (int label = 0; label < weights.length; label++) {
            weights[label] = split.training().length / (weights.length * weights[label]);
        }
        return weights;
    }

    /** Returns the data that must be unchanged for a saved model to resume training. */
    ModelNote.Data note() {
        return new ModelNote.Data(
                inputs.folder().classes(),
                input().imageSize(),
                channels,
                input().preprocessing(),
                input().backbone().map(Backbone::sha256).orElse(""),
                split.fingerprint(),
                inputs.revision().number());
    }
}
