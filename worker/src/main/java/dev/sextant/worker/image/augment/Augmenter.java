package dev.sextant.worker.image.augment;

/** Makes an image different: moved by one affine warp, then coloured, then erased. Immutable and safe for use by many threads. */
public final class Augmenter {
    private final Augmentation ranges;

    Augmenter(Augmentation ranges) {
        this.ranges = ranges;
    }

    /** Whether it leaves every image as it is. */
    public boolean isIdle() {
        return ranges.keepsPlaces() && ranges.keepsColours() && ranges.erasing() == 0;
    }

    /** The same, but nothing is overwritten with noise. */
    Augmenter withoutErasing() {
        return new Augmenter(ranges.withoutErasing());
    }

    /**
     * Makes one image.
     *
     * @param source channel after channel, row by row, bytes taken as 0 to 255
     * @param side of the source and of the result, pixels
     * @param channels 1, or 3: red, green, blue
     * @param target gets {@code channels * side * side} samples of 0 to 255
     * @param offset of the first sample in the target
     */
    public void augment(RandomStream draws, byte[] source, int side, int channels, float[] target, int offset) {
        int plane = side * side;
        Affine map = Affine.draw(ranges, draws, side, side);
        ColorJitter colours = ColorJitter.draw(ranges, draws);
        boolean erased = draws.chance(ranges.erasing());
        if (ranges.keepsPlaces()) {
            for (int i = 0; i < channels * plane; i++) {
                target[offset + i] = source[i] & 0xff;
            }
        } else {
            Warp.apply(map, ranges.fill(), source, side, channels, target, offset, side);
        }
        if (!ranges.keepsColours()) {
            colours.apply(target, offset, channels, plane);
        }
        if (erased) {
            Erasing.apply(draws, target, offset, channels, side);
        }
    }

    /** The ranges: what tells two augmenters apart. */
    @Override
    public String toString() {
        return ranges.toString();
    }
}
