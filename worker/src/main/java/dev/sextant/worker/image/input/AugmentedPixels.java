package dev.sextant.worker.image.input;

import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.augment.RandomStream;

/** Augmented images of an epoch as network inputs. Safe for use by many threads. */
public final class AugmentedPixels implements BatchFeed.Preparation {
    private final Pixels pixels;
    private final Preprocessing.SampleTransform preprocessing;
    private final AugmentationSettings augmentation;
    private final long seed;
    private final int epoch;

    /**
     * @param seed seed from which all random changes derive, together with the epoch and the image
     * @param epoch number of the epoch, from 1
     */
    public AugmentedPixels(
            Pixels pixels, Preprocessing preprocessing, AugmentationSettings augmentation, long seed, int epoch) {
        this.pixels = pixels;
        this.preprocessing = preprocessing.samples(pixels.channels());
        this.augmentation = augmentation;
        this.seed = seed;
        this.epoch = epoch;
    }

    @Override
    public long[] shape() {
        return new long[] {pixels.channels(), pixels.size(), pixels.size()};
    }

    @Override
    public void input(int file, float[] inputs, int offset) {
        RandomStream random = RandomStream.of(seed, epoch, file);
        int size = pixels.size();
        augmentation.augmenter().augment(random, pixels.planes()[file], size, pixels.channels(), inputs, offset);
        preprocessing.apply(inputs, offset, size * size);
    }

    @Override
    public void finish(int batch, float[] inputs, int n, float[] targets, int classes) {
        // Numbers of images start at 0, so batches can have negative ones.
        RandomStream random = RandomStream.of(seed, epoch, -2 - batch);
        augmentation.mixing().mix(random, inputs, n, pixels.channels(), pixels.size(), targets, classes);
    }
}
