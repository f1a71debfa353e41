package dev.sextant.worker.image.input;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
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

/** Images as a trial trains on them: of the epoch's size, augmented. They are judged by as they are. */
public final class TrainingImages implements Examples {
    private final Source source;
    private final PixelExamples images;

    /**
     * What all epochs have in common.
     *
     * @param decoder of the full size
     * @param seed of the trial
     * @param threads that decode and augment
     */
    public record Source(
            ImageFolder folder,
            ImageDecoder decoder,
            Preprocessing preprocessing,
            SizeSchedule sizes,
            AugmentationSettings augmentation,
            long seed,
            int threads) {

        public Source(
                ImageFolder folder,
                ImageDecoder decoder,
                Preprocessing preprocessing,
                SizeSchedule sizes,
                TrialContext context)
                throws UnusableData {
            this(
                    folder,
                    decoder,
                    preprocessing,
                    sizes,
                    TrainingImages.augmentation(context.settings()),
                    context.seed(),
                    context.threads());
        }
    }

    private TrainingImages(Source source, PixelExamples images) {
        this.source = source;
        this.images = images;
    }

    /** The images of the full size. */
    public static TrainingImages of(Source source)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Pixels pixels = PixelStore.pixels(source.folder(), source.decoder(), source.threads());
        return new TrainingImages(source, new PixelExamples(pixels, source.preprocessing()));
    }

    /** How the settings of a trial augment. */
    public static AugmentationSettings augmentation(Settings settings) throws UnusableData {
        Optional<SettingProblem> problem = AugmentationSettings.problem(settings);
        if (problem.isPresent()) {
            throw new UnusableData(problem.get().setting(), problem.get().message());
        }
        return AugmentationSettings.of(settings);
    }

    /** Whether epochs see the same images or the same few views, so that what a frozen part makes of them can be kept. */
    public boolean areKept() {
        return source.sizes().isConstant() && (source.augmentation().isIdle() || keptViews() > 0);
    }

    public int keptViews() {
        return source.augmentation().keptViews();
    }

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
        // The full size alone decides what is grey.
        ImageDecoder decoder =
                new ImageDecoder(size, Channels.of(pixels().channels()), full.resize(), full.maxPixels());
        try {
            Pixels pixels = PixelStore.pixels(source.folder(), decoder, source.threads());
            return new TrainingImages(source, new PixelExamples(pixels, source.preprocessing()));
        } catch (UnusableData e) {
            throw e.failure();
        } catch (IOException e) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR, "Cannot read the images at " + size + " pixels: " + e.getMessage(), e);
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
