package dev.sextant.worker.image.augment;

/**
 * The views of an image whose predictions are averaged: the image as it is, then, for a trial that augments, images changed
 * as its training images were, but never erased; for one that does not, its mirror image and windows of it, mirrored and
 * not (the ten crops of Krizhevsky et al., NIPS 2012, section 4.1, and two more). A view is the same for all images, always.
 * Immutable and safe for use by many threads.
 */
public final class TestTimeAugmentation {
    /** Views of a trial that does not augment: the whole image, its middle and its corners, each also mirrored. */
    public static final int WINDOWS = 12;

    private static final long SEED = 0;

    /** Of an image's side that a window shows: 224 of 256 pixels, as in the paper. */
    private static final double WINDOW = 0.875;

    /** Where windows lie, from -1, the left or upper edge, to 1; the first is that of the whole image. */
    private static final int[][] PLACES = {{0, 0}, {0, 0}, {-1, -1}, {1, 1}, {1, -1}, {-1, 1}};

    private final Augmenter augmenter;
    private final int count;

    private TestTimeAugmentation(Augmenter augmenter, int count) {
        this.augmenter = augmenter;
        this.count = count;
    }

    /**
     * So many views, the image as it is among them.
     *
     * @throws IllegalArgumentException when there are not so many
     */
    public static TestTimeAugmentation of(AugmentationSettings augmentation, int count) {
        Augmenter augmenter = augmentation.augmenter().withoutErasing();
        if (count < 1) {
            throw new IllegalArgumentException("Cannot take " + count + " views of an image; take at least 1");
        }
        if (augmenter.isIdle() && count > WINDOWS) {
            throw new IllegalArgumentException(
                    "Cannot take " + count + " views: of a trial that does not augment there are " + WINDOWS
                            + " (the image, its middle and its corners, and all of them mirrored)");
        }
        return new TestTimeAugmentation(augmenter, count);
    }

    public int count() {
        return count;
    }

    /**
     * Makes a view.
     *
     * @param view from 1, the image as it is
     * @param source channel after channel, row by row, bytes taken as 0 to 255
     * @param side of the source and of the result, pixels
     * @param channels 1, or 3: red, green, blue
     * @param target gets {@code channels * side * side} samples of 0 to 255
     * @param offset of the first sample in the target
     */
    public void draw(int view, byte[] source, int side, int channels, float[] target, int offset) {
        if (view == 1) {
            for (int i = 0; i < channels * side * side; i++) {
                target[offset + i] = source[i] & 0xff;
            }
        } else if (augmenter.isIdle()) {
            Warp.apply(window(view - 1, side), FillMode.NEAREST, source, side, channels, target, offset, side);
        } else {
            augmenter.augment(RandomStream.of(SEED, view, 0), source, side, channels, target, offset);
        }
    }

    /** @param number from 0, the whole image; odd ones are mirrored */
    private static Affine window(int number, int side) {
        int[] place = PLACES[number / 2];
        double share = number < 2 ? 1 : WINDOW;
        double across = number % 2 == 1 ? -share : share;
        double middle = (side - 1) / 2.0;
        double beside = side * (1 - share) / 2;
        return new Affine(
                across,
                0,
                middle + place[0] * beside - across * middle,
                0,
                share,
                middle + place[1] * beside - share * middle);
    }
}
