package dev.sextant.worker.image.augment;

/**
 * Views of an image whose predictions are averaged. The first view is the unchanged image. Further views are random
 * changes like those of the training images, without erasing; or, for a trial without augmentation, the mirrored
 * image and crops of both (the ten crops of Krizhevsky et al., NIPS 2012, section 4.1, and two more). The changes of
 * a view are the same for all images. Immutable and safe for use by many threads.
 */
public final class TestTimeAugmentation {
    /**
     * Number of views of a trial without augmentation: the whole image, its center and its corners, each also
     * mirrored.
     */
    public static final int CROPS = 12;

    private static final long SEED = 0;

    /** Side of a crop as a share of that of the image: 224 of 256 pixels, as in the paper. */
    private static final double CROP_SIDE = 0.875;

    /** Positions of crops along both axes, from -1 (left, top) to 1; the first is the whole image. */
    private static final int[][] POSITIONS = {{0, 0}, {0, 0}, {-1, -1}, {1, 1}, {1, -1}, {-1, 1}};

    private final Augmenter augmenter;
    private final int count;

    private TestTimeAugmentation(Augmenter augmenter, int count) {
        this.augmenter = augmenter;
        this.count = count;
    }

    /**
     * Returns the views of a trial.
     *
     * @param count number of views, the unchanged image included
     * @throws IllegalArgumentException when the count is below 1, or above {@link #CROPS} without augmentation
     */
    public static TestTimeAugmentation of(AugmentationSettings augmentation, int count) {
        Augmenter augmenter = augmentation.augmenter().withoutErasing();
        if (count < 1) {
            throw new IllegalArgumentException("Number of views must be at least 1: " + count);
        }
        if (augmenter.isIdle() && count > CROPS) {
            throw new IllegalArgumentException(
                    "Number of views must be at most " + CROPS + " for a trial without augmentation: " + count);
        }
        return new TestTimeAugmentation(augmenter, count);
    }

    /** Returns the number of views. */
    public int count() {
        return count;
    }

    /**
     * Computes a view.
     *
     * @param view number of the view, from 1, the unchanged image
     * @param source unsigned bytes, channel after channel, row by row
     * @param side side of the source and of the result, pixels
     * @param channels 1, or 3: red, green, blue
     * @param target receives {@code channels * side * side} samples of 0 to 255
     * @param offset index of the first sample in {@code target}
     */
    public void draw(int view, byte[] source, int side, int channels, float[] target, int offset) {
        if (view == 1) {
            for (int i = 0; i < channels * side * side; i++) {
                target[offset + i] = source[i] & 0xff;
            }
        } else if (augmenter.isIdle()) {
            Warp.apply(crop(view - 1, side), FillMode.NEAREST, source, side, channels, target, offset, side);
        } else {
            augmenter.augment(RandomStream.of(SEED, view, 0), source, side, channels, target, offset);
        }
    }

    /** @param number number of the crop, from 0, which is the whole image; odd ones are mirrored */
    private static Affine crop(int number, int side) {
        int[] position = POSITIONS[number / 2];
        double share = number < 2 ? 1 : CROP_SIDE;
        double scaleX = number % 2 == 1 ? -share : share;
        double center = (side - 1) / 2.0;
        double margin = side * (1 - share) / 2;
        return new Affine(
                scaleX,
                0,
                center + position[0] * margin - scaleX * center,
                0,
                share,
                center + position[1] * margin - share * center);
    }
}
