package dev.sextant.worker.image.input;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.ImageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images for training a trial: in the size of the epoch, augmented. Prediction gets them without augmentation. Safe
 * for use by many threads.
 */
public final class TrainingImages implements Examples {
    private final Source source;
    private final PixelExamples images;

    /**
     * Data that all epochs share.
     *
     * @param decoder decoder to the full size
     * @param sizes image size by epoch
     * @param seed seed of the trial
     * @param threads number of threads that decode and augment
     */
    public record Source(
            ImageFolder folder,
            ImageDecoder decoder,
            Preprocessing preprocessing,
            SizeSchedule sizes,
            AugmentationSettings augmentation,
            long seed,
            int threads) {
        /**
         * Returns whether epochs see the same images, or the same few views of them, so that activations can be
         * cached.
         */
        public boolean repeats() {
            return sizes.isConstant() && augmentation.repeats();
        }
    }

    private TrainingImages(Source source, PixelExamples images) {
        this.source = source;
        this.images = images;
    }

    /** Decodes the images in their full size, unless this process has done so before. */
    public static TrainingImages of(Source source)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Pixels pixels = PixelStore.pixels(source.folder(), source.decoder(), source.threads());
        return new TrainingImages(source, new PixelExamples(pixels, source.preprocessing()));
    }

    /**
     * Reads the augmentation of a trial.
     *
     * @param defaultViews number of cached views for trials that set none
     * @throws UnusableData when settings contradict each other
     */
    public static AugmentationSettings augmentation(Settings settings, int defaultViews) throws UnusableData {
        Optional<SettingProblem> problem = AugmentationSettings.problem(settings);
        if (problem.isPresent()) {
            throw new UnusableData(problem.get().setting(), problem.get().message());
        }
        return AugmentationSettings.of(settings, defaultViews);
    }

    /** Returns the decoded images. */
    public Pixels pixels() {
        return images.pixels();
    }

    @Override
    public List<SkippedImage> skipped() {
        return images.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        return images.batch(files);
    }

    @Override
    public TrainingImages at(int epoch) throws TrainingFailure, InterruptedException {
        int size = source.sizes().size(epoch);
        if (size == pixels().size()) {
            return this;
        }
        ImageDecoder full = source.decoder();
        // Whether the images are gray follows from their full size: resizing must not change the number of channels.
        ImageDecoder decoder =
                new ImageDecoder(size, Channels.of(pixels().channels()), full.resize(), full.maxPixels());
        try {
            Pixels pixels = PixelStore.pixels(source.folder(), decoder, source.threads());
            return new TrainingImages(source, new PixelExamples(pixels, source.preprocessing()));
        } catch (UnusableData e) {
            throw e.failure();
        } catch (IOException e) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "Cannot read the images at a size of " + size + " pixels: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return source.augmentation().isIdle()
                ? Examples.super.training(epoch, batches, targets)
                : new BatchFeed(
                        new AugmentedPixels(
                                pixels(), source.preprocessing(), source.augmentation(), source.seed(), epoch),
                        batches,
                        targets,
                        source.threads());
    }
}
