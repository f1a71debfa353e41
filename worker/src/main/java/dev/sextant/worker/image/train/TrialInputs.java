package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.feature.FeatureExamples;
import dev.sextant.worker.image.feature.FeatureStore;
import dev.sextant.worker.image.feature.Features;
import dev.sextant.worker.image.feature.ViewedFeatures;
import dev.sextant.worker.image.input.PixelStore;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.input.TrainingImages;
import dev.sextant.worker.image.read.ImageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a trial, how they are decoded, and the backbone that computes features of them. Decoded images are
 * shared by the runs of a process, features by all runs on a host.
 */
record TrialInputs(
        ClassifierSettings settings,
        TrialContext context,
        ImageFolder folder,
        NetworkInput network,
        SharedWork shared) {
    /**
     * @throws UnusableData when the images or the backbone cannot be used, or the backbone lacks a block that is
     * named
     */
    static TrialInputs of(ClassifierSettings settings, TrialContext context)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ImageFolder folder = ImageFolder.list(settings.images());
        NetworkInput network = NetworkInput.of(settings, ClassifierRevision.of(context));
        FineTuningSettings fineTuning = settings.fineTuning();
        if (network.backbone().isPresent() && fineTuning.enabled()) {
            // A missing block is reported now, not after the epochs of the head.
            network.backbone().get().layout(fineTuning.freezeBatchNorm()).cutBefore(fineTuning.retrainFrom());
        }
        return new TrialInputs(settings, context, folder, network, new SharedWork());
    }

    ClassifierRevision revision() {
        return ClassifierRevision.of(context);
    }

    /** Returns all images in their full size. */
    Pixels pixels() throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return shared.measured(() -> PixelStore.pixels(folder, decoder(), context.threads()));
    }

    /** Returns the features that the whole backbone computes of the unchanged images. */
    Features features() throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return features(featureRequest());
    }

    /** Returns the features of the whole backbone with their cached views. */
    FeatureExamples withViews(Features plain) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return withViews(plain, featureRequest());
    }

    /** Returns the activations of a vertex of the backbone with their cached views. */
    FeatureExamples activations(String vertex) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        FeatureStore.Request request = featureRequest().atVertex(vertex);
        return withViews(features(request), request);
    }

    private Features features(FeatureStore.Request request)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return shared.measured(() -> FeatureStore.features(request, context.cache()));
    }

    private FeatureExamples withViews(Features plain, FeatureStore.Request request)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        AugmentationSettings augmentation = augmentation();
        List<Features> views = new ArrayList<>();
        for (int number = 1; number <= augmentation.keptViews(); number++) {
            FeatureStore.View view = new FeatureStore.View(augmentation, number);
            views.add(features(request.ofView(view)));
        }
        return views.isEmpty() ? plain : new ViewedFeatures(plain, views, context.seed());
    }

    private FeatureStore.Request featureRequest() {
        return FeatureStore.Request.ofOutput(
                folder,
                network.backbone().orElseThrow(),
                decoder(),
                network.preprocessing(),
                settings.fineTuning().freezeBatchNorm(),
                context.threads());
    }

    /** Returns the images that a phase trains on; where images grow, they are small again in its first epoch. */
    TrainingImages.Source images(int firstEpoch) throws UnusableData {
        return new TrainingImages.Source(
                folder,
                decoder(),
                network.preprocessing(),
                sizes().from(firstEpoch),
                augmentation(),
                context.seed(),
                context.threads());
    }

    SizeSchedule sizes() throws UnusableData {
        return SizeSchedule.of(context.settings(), network.imageSize());
    }

    private AugmentationSettings augmentation() throws UnusableData {
        int defaultViews =
                ClassifierRevision.of(context).views(settings.fineTuning().enabled());
        return TrainingImages.augmentation(context.settings(), defaultViews);
    }

    private ImageDecoder decoder() {
        return network.decoder(settings.images());
    }
}
