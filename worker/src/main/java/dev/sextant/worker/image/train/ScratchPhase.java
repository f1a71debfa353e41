package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.TrainingImages;
import java.io.IOException;

/** Trains a small convolutional network from random weights on images. */
record ScratchPhase(int firstEpoch, int lastEpoch) implements TrainingPhase {
    /** Images per prediction batch: small networks have small activations. */
    private static final int PREDICTION_BATCH = 256;

    @Override
    public Kind kind() {
        return Kind.SCRATCH;
    }

    @Override
    public TrainingImages examples(TrialData data)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return data.images(firstEpoch);
    }

    @Override
    public ActivePhase begin(TrialData data) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ClassifierSettings settings = data.settings();
        TrainedNetwork network = data.network(ClassifierNetwork.small(
                settings.head(), data.input().imageSize(), data.channels(), data.classWeights(), data.seed()));
        GraphLearner learner = new GraphLearner(
                network, examples(data), settings.optimizer(), LearningRates.UNIFORM, PREDICTION_BATCH);
        return new ActivePhase(
                this,
                learner,
                ModelNote.FrozenBackbone.NONE,
                settings.optimizer(),
                LearningRates.UNIFORM,
                data.weightAverage(this),
                data.scheduleEnds(this));
    }
}
