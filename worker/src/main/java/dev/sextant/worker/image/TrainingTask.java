package dev.sextant.worker.image;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * All that a trial trains on, ready to use.
 *
 * @param settings of the trial
 * @param seed of the trial
 * @param input what the network is fed
 * @param examples by index of the file
 */
record TrainingTask(
        ClassifierSettings settings,
        long seed,
        ImageFolder folder,
        NetworkInput input,
        Examples examples,
        ValidationSplit split) {

    /** Reads, decodes and, under a backbone, computes features, as far as this process or host has not done so before. */
    static TrainingTask prepare(ClassifierSettings settings, TrialContext context)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ImageFolder folder = ImageFolder.list(settings.images());
        NetworkInput input = NetworkInput.of(settings);
        ImageDecoder decoder = new ImageDecoder(
                input.imageSize(),
                input.channels(),
                settings.images().resize(),
                settings.images().maxPixels());
        Examples examples;
        if (input.backbone().isPresent()) {
            examples = FeatureStore.features(
                    new FeatureStore.Request(
                            folder, input.backbone().get(), decoder, input.preprocessing(), context.threads()),
                    context.cache());
        } else {
            SizeSchedule sizes = SizeSchedule.of(context.settings(), input.imageSize());
            if (!settings.globalPooling()) {
                sizes.checkFixedInput();
            }
            examples = TrainingImages.of(
                    new TrainingImages.Source(folder, decoder, input.preprocessing(), sizes, context));
        }
        SkippedImages.check(folder, examples.skipped(), settings.images().maxUnreadable());
        ValidationSplit split = ValidationSplit.of(folder, examples.skipped(), settings.images());
        return new TrainingTask(settings, context.seed(), folder, input, examples, split);
    }

    /** The network before the first step. */
    MultiLayerNetwork newNetwork() {
        return examples instanceof Features features
                ? ClassifierNetwork.head(settings, features.width(), classWeights(), seed)
                : ClassifierNetwork.small(settings, input.imageSize(), channels(), classWeights(), seed);
    }

    int batchSize() {
        return settings.batchSize();
    }

    int[] labels(int[] files) {
        return Arrays.stream(files)
                .map(file -> folder.files().get(file).label())
                .toArray();
    }

    /** One 1 a row. */
    Targets targets() {
        return new Targets() {
            @Override
            public float[] of(int[] files) {
                float[] rows = new float[files.length * classes()];
                for (int i = 0; i < files.length; i++) {
                    rows[i * classes() + folder.files().get(files[i]).label()] = 1;
                }
                return rows;
            }

            @Override
            public int classes() {
                return folder.classes().size();
            }
        };
    }

    /** What a model saved after an epoch says about itself. */
    ModelNote note(int epoch) {
        return new ModelNote(
                epoch,
                folder.classes(),
                input.imageSize(),
                channels(),
                input.preprocessing(),
                input.backbone().map(Backbone::sha256).orElse(""),
                split.fingerprint());
    }

    private int channels() {
        if (examples instanceof TrainingImages images) {
            return images.pixels().channels();
        }
        return input.channels() == Channels.GREY ? 1 : 3;
    }

    /** n / (classes * n of the class), over the training images. */
    private double[] classWeights() {
        double[] weights = new double[folder.classes().size()];
        for (int label : labels(split.training())) {
            weights[label]++;
        }
        for (int label = 0; label < weights.length; label++) {
            weights[label] = split.training().length / (weights.length * weights[label]);
        }
        return weights;
    }
}
