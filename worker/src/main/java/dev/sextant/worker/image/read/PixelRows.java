package dev.sextant.worker.image.read;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/**
 * Reader of an image's rows as samples from 0 to 255, not rounded, with transparent parts on white.
 *
 * <p>Reads the stored samples where possible: Java2D takes gray images for linear light and would brighten them, and it
 * converts other pixels through their color profile one at a time. Used by one thread.
 */
sealed interface PixelRows permits ByteRows, SampleRows, ConvertedRows {

    /** Returns the fastest reader for an image. */
    static PixelRows of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int channels = isGray(model) ? 1 : 3;
        if (mustBeConverted(model)) {
            return new ConvertedRows(image);
        }
        return ByteRows.of(image, channels).map(PixelRows.class::cast).orElseGet(() -> SampleRows.of(image, channels));
    }

    /** Returns the image's width, pixels. */
    int width();

    /** Returns the image's height, pixels. */
    int height();

    /** Returns the number of channels, 1 or 3. */
    int channels();

    /**
     * Reads a row.
     *
     * @param y index of the row, from 0
     * @param target [channels × width]
     */
    void read(int y, float[][] target);

    private static boolean isGray(ColorModel model) {
        return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY && !(model instanceof IndexColorModel);
    }

    /**
     * Tells whether Java2D has to make colors of the samples. For a palette and for packed integers that costs a
     * look-up or some shifts; for color spaces such as CMYK there is no other way.
     */
    private static boolean mustBeConverted(ColorModel model) {
        boolean rgb = model.getColorSpace().getType() == ColorSpace.TYPE_RGB && model.getNumColorComponents() == 3;
        return !(isGray(model) || rgb)
                || model instanceof IndexColorModel
                || (model instanceof DirectColorModel && !model.isAlphaPremultiplied());
    }

    /** Tells whether all samples of a pixel have eight bits. */
    static boolean hasEightBits(ColorModel model) {
        return Arrays.stream(model.getComponentSize()).allMatch(bits -> bits == Byte.SIZE);
    }
}
