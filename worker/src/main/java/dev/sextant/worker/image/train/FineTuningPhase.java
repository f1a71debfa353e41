package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.backbone.BackboneCut;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.backbone.GraphCopy;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.feature.FrozenActivations;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.NhwcInput;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.input.TrainingImages;
import java.io.IOException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;

/** Trains the upper part of a backbone together with the head; what lies below the cut stays frozen. */
record FineTuningPhase(int firstEpoch, int lastEpoch) implements TrainingPhase {
    /** Images per prediction batch: activations of a backbone are large. */
    private static final int PREDICTION_BATCH = 32;

    private static final double BYTES_PER_GIGABYTE = 1e9;

    @Override
    public Kind kind() {
        return Kind.FINE_TUNING;
    }

    @Override
    public Examples examples(TrialData data) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        BackboneNetwork backbone = open(data);
        return examples(data, backbone, cut(data, backbone));
    }

    @Override
    public ActivePhase begin(TrialData data) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ClassifierSettings settings = data.settings();
        FineTuningSettings fineTuning = settings.fineTuning();
        BackboneNetwork backbone = open(data);
        BackboneCut cut = cut(data, backbone);
        ComputationGraphConfiguration upperPart =
                ClassifierNetwork.upperPart(settings.head(), cut, data.classWeights(), data.seed());
        if (SizeSchedule.takesOneSize(upperPart)) {
            data.sizes().checkFixedInput();
        }
        LearningRates rates = new LearningRates(
                fineTuning.rate(),
                layer -> ClassifierNetwork.isHead(layer) ? 1 : cut.rate(layer, fineTuning.blockDecay()));
        TrainedNetwork network = data.network(upperPart);
        GraphCopy.copyWeights(backbone.graph(), network.graph());
        GraphLearner learner =
                new GraphLearner(network, examples(data, backbone, cut), settings.optimizer(), rates, PREDICTION_BATCH);
        return new ActivePhase(
                this,
                learner,
                new ModelNote.FrozenBackbone(cut.below().orElse(""), fineTuning.freezeBatchNorm()),
                settings.optimizer(),
                rates,
                data.weightAverage(this),
                data.scheduleEnds(this));
    }

    private static BackboneNetwork open(TrialData data)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return data.input()
                .backbone()
                .orElseThrow()
                .open(data.settings().fineTuning().freezeBatchNorm());
    }

    private static BackboneCut cut(TrialData data, BackboneNetwork backbone) throws UnusableData {
        return backbone.cut(
                data.input().imageSize(), data.settings().fineTuning().retrainFrom());
    }

    /**
     * Returns images when the whole backbone is trained, else activations of its frozen part: cached ones where
     * epochs repeat and the cache is large enough for them.
     *
     * @param backbone loaded backbone, closed here or with the examples that need it
     */
    private Examples examples(TrialData data, BackboneNetwork backbone, BackboneCut cut)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        if (cut.below().isEmpty()) {
            backbone.close();
            TrainingImages images = data.images(firstEpoch);
            return takesChannelsLast(cut) ? new NhwcInput(images) : images;
        }
        String vertex = cut.below().get();
        if (data.repeatsImages() && cacheBytes(data, cut) <= maxCacheBytes(data)) {
            backbone.close();
            return data.activations(vertex);
        }
        return new FrozenActivations(data.images(firstEpoch), backbone, vertex);
    }

    private static boolean takesChannelsLast(BackboneCut cut) {
        return cut.activations() instanceof InputTypeConvolutional convolutional
                && convolutional.getFormat() == CNN2DFormat.NHWC;
    }

    private static double maxCacheBytes(TrialData data) {
        return data.settings().fineTuning().maxCacheGigabytes() * BYTES_PER_GIGABYTE;
    }

    /** Bytes of the activations of all images and of their cached views. */
    private static double cacheBytes(TrialData data, BackboneCut cut) throws UnusableData {
        return Float.BYTES
                * (double) cut.activations().arrayElementsPerExample()
                * data.files()
                * (1 + data.cachedViews());
    }
}
