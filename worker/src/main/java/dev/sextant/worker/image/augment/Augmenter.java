package dev.sextant.worker.image.augment;

/**
 * Changes images at random: one affine warp, then color jitter, the tones of {@link TrivialAugment}, and erasing.
 * Immutable and safe for use by many threads.
 */
public final class Augmenter {
    private final Augmentation ranges;
    private final boolean trivial;

    /**
     * @param trivial whether to apply a random operation of {@link TrivialAugment} to each image, after the changes
     *     that {@code ranges} describe
     */
    Augmenter(Augmentation ranges, boolean trivial) {
        this.ranges = ranges;
        this.trivial = trivial;
    }

    /** Returns whether it leaves every image unchanged. */
    public boolean isIdle() {
        return !trivial && ranges.keepsPlaces() && ranges.keepsColors() && ranges.erasing() == 0;
    }

    /** Returns the same augmenter without erasing. */
    Augmenter withoutErasing() {
        return new Augmenter(ranges.withoutErasing(), trivial);
    }

    /**
     * Changes one image.
     *
     * @param random stream of the image
     * @param source unsigned bytes, channel after channel, row by row
     * @param side side of the source and of the result, pixels
     * @param channels 1, or 3: red, green, blue
     * @param target receives {@code channels * side * side} samples of 0 to 255
     * @param offset index of the first sample in {@code target}
     */
    public void augment(RandomStream random, byte[] source, int side, int channels, float[] target, int offset) {
        int plane = side * side;
        Affine map = Affine.draw(ranges, random, side, side);
        ColorJitter colors = ColorJitter.draw(ranges, random);
        boolean erases = random.nextBoolean(ranges.erasing());
        TrivialAugment operation = trivial ? TrivialAugment.draw(random) : TrivialAugment.IDENTITY;
        if (ranges.keepsPlaces() && operation.keepsPlaces()) {
            for (int i = 0; i < channels * plane; i++) {
                target[offset + i] = source[i] & 0xff;
            }
        } else {
            Warp.apply(map.after(operation.map(side)), ranges.fill(), source, side, channels, target, offset, side);
        }
        if (!ranges.keepsColors()) {
            colors.apply(target, offset, channels, plane);
        }
        operation.changeTones(target, offset, channels, side);
        if (erases) {
            Erasing.apply(random, target, offset, channels, side);
        }
    }

    /** Returns the changes as text, from which names of feature files derive. */
    @Override
    public String toString() {
        return trivial ? ranges + " trivial" : ranges.toString();
    }
}
