package dev.sextant.worker.image.read;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows of an image as samples 0 to 255, not rounded, transparent parts on white.
 *
 * <p>Reads the samples themselves where it can: Java2D takes grey images for linear light and would brighten them, and
 * converts every other pixel through its colour profile, one at a time. Used by one thread.
 */
final class PixelRows {
    private final BufferedImage image;
    private final Raster raster;
    private final int width;
    private final int colours;
    private final boolean packed;
    private final boolean premultiplied;
    private final float[] scale;
    private final int[] argb;
    private final float[] samples;
    private final Optional<Bytes> bytes;

    PixelRows(BufferedImage image) {
        this.image = image;
        this.raster = image.getRaster();
        this.width = image.getWidth();
        ColorModel model = image.getColorModel();
        int space = model.getColorSpace().getType();
        boolean grey = space == ColorSpace.TYPE_GRAY && !(model instanceof IndexColorModel);
        this.colours = grey ? 1 : 3;
        boolean plain = grey || (space == ColorSpace.TYPE_RGB && model.getNumColorComponents() == 3);
        // Index and direct models cost Java2D a look-up and some shifts, others a conversion.
        this.packed = !plain
                || model instanceof IndexColorModel
                || (model instanceof DirectColorModel && !model.isAlphaPremultiplied());
        this.premultiplied = model.isAlphaPremultiplied();
        this.scale = new float[packed ? 0 : raster.getNumBands()];
        for (int band = 0; band < scale.length; band++) {
            scale[band] = 255f / ((1L << model.getComponentSize(band)) - 1);
        }
        this.argb = new int[packed ? width : 0];
        boolean eightBits = Arrays.stream(model.getComponentSize()).allMatch(bits -> bits == Byte.SIZE);
        this.bytes = packed || model.hasAlpha() || !eightBits ? Optional.empty() : Bytes.of(raster);
        this.samples = new float[packed || bytes.isPresent() ? 0 : width * raster.getNumBands()];
    }

    /** The samples of most images, which lie together as bytes: read without a call for each. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Bytes(byte[] data, int start, int rowStride, int pixelStride, int[] bandOffsets) {
        static Optional<Bytes> of(Raster raster) {
            return raster.getDataBuffer() instanceof DataBufferByte buffer
                            && buffer.getNumBanks() == 1
                            && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                            && raster.getSampleModelTranslateX() == 0
                            && raster.getSampleModelTranslateY() == 0
                            && raster.getMinX() == 0
                            && raster.getMinY() == 0
                    ? Optional.of(new Bytes(
                            buffer.getData(),
                            buffer.getOffset(),
                            model.getScanlineStride(),
                            model.getPixelStride(),
                            model.getBandOffsets()))
                    : Optional.empty();
        }

        void row(int y, int band, int width, float[] target) {
            int place = start + y * rowStride + bandOffsets[band];
            for (int x = 0; x < width; x++) {
                target[x] = data[place] & 0xff;
                place += pixelStride;
            }
        }
    }

    int width() {
        return width;
    }

    int height() {
        return image.getHeight();
    }

    /** 1 or 3. */
    int channels() {
        return colours;
    }

    /** Reads a row into {@code target[channel]}. */
    void row(int y, float[][] target) {
        if (packed) {
            packedRow(y, target);
        } else if (bytes.isPresent()) {
            for (int channel = 0; channel < colours; channel++) {
                bytes.get().row(y, channel, width, target[channel]);
            }
        } else {
            sampledRow(y, target);
        }
    }

    private void packedRow(int y, float[][] target) {
        image.getRGB(0, y, width, 1, argb, 0, width);
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            float[] row = target[channel];
            for (int x = 0; x < width; x++) {
                int opacity = argb[x] >>> 24;
                int value = argb[x] >> shift & 0xff;
                row[x] = opacity == 255 ? value : 255 + (value - 255) * (opacity / 255f);
            }
        }
    }

    private void sampledRow(int y, float[][] target) {
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
        int bands = scale.length;
        for (int channel = 0; channel < colours; channel++) {
            float[] row = target[channel];
            float toByte = scale[channel];
            for (int x = 0; x < width; x++) {
                row[x] = samples[x * bands + channel] * toByte;
            }
            if (bands > colours && image.getColorModel().hasAlpha()) {
                float opaque = scale[colours] / 255;
                for (int x = 0; x < width; x++) {
                    float opacity = samples[x * bands + colours] * opaque;
                    row[x] = premultiplied ? row[x] + 255 * (1 - opacity) : 255 + (row[x] - 255) * opacity;
                }
            }
        }
    }
}
