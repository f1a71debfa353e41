package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.feature.FeatureExamples;
import dev.sextant.worker.image.head.Head;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Trains a head on the features of a frozen backbone, which are computed once per host. */
record HeadPhase(int firstEpoch, int lastEpoch) implements TrainingPhase {
    @Override
    public Kind kind() {
        return Kind.HEAD;
    }

    @Override
    public FeatureExamples examples(TrialData data)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return data.features();
    }

    @Override
    public ActivePhase begin(TrialData data) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ClassifierSettings settings = data.settings();
        boolean frozenBatchNorm = settings.fineTuning().freezeBatchNorm();
        return new ActivePhase(
                this,
                learner(data, examples(data)),
                new ModelNote.FrozenBackbone(outputVertex(data), frozenBatchNorm),
                settings.optimizer(),
                LearningRates.UNIFORM,
                data.weightAverage(this),
                data.scheduleEnds(this));
    }

    private static HeadLearner learner(TrialData data, FeatureExamples examples) {
        ClassifierSettings settings = data.settings();
        Head head = new Head(
                settings.head(), examples.width(), data.lossWeights(), TrialSeeds.seed(data.seed(), 0), data.threads());
        ComputationGraphConfiguration saved =
                ClassifierNetwork.head(settings.head(), examples.width(), data.classWeights(), data.seed());
        return new HeadLearner(head, examples, settings.optimizer(), saved, data.withTrainingLoss(saved));
    }

    /** Returns the vertex of the backbone whose activations are the features. */
    private static String outputVertex(TrialData data) throws UnusableData {
        List<String> order = data.input()
                .backbone()
                .orElseThrow()
                .layout(data.settings().fineTuning().freezeBatchNorm())
                .order();
        return order.get(order.size() - 1);
    }
}
