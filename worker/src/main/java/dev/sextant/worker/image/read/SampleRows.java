package dev.sextant.worker.image.read;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** Rows of a gray or RGB image with samples of any number of bits, perhaps with an alpha channel. */
final class SampleRows implements PixelRows {
    private final Raster raster;
    private final int channels;
    private final Alpha alpha;

    /** Factors that bring each band's samples to 0 to 255. */
    private final float[] scale;

    /** Samples of the row last read, [width × bands]. */
    private final float[] samples;

    /** Meaning of the band after the color channels. */
    private enum Alpha {
        NONE,
        /** Colors are stored as they are. */
        STRAIGHT,
        /** Colors are stored multiplied by their opacity. */
        PREMULTIPLIED;

        static Alpha of(ColorModel model) {
            if (!model.hasAlpha()) {
                return NONE;
            }
            return model.isAlphaPremultiplied() ? PREMULTIPLIED : STRAIGHT;
        }
    }

    private SampleRows(Raster raster, int channels, Alpha alpha, float[] scale) {
        this.raster = raster;
        this.channels = channels;
        this.alpha = scale.length > channels ? alpha : Alpha.NONE;
        this.scale = scale;
        this.samples = new float[raster.getWidth() * scale.length];
    }

    static SampleRows of(BufferedImage image, int channels) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        float[] scale = new float[raster.getNumBands()];
        for (int band = 0; band < scale.length; band++) {
            scale[band] = 255f / ((1L << model.getComponentSize(band)) - 1);
        }
        return new SampleRows(raster, channels, Alpha.of(model), scale);
    }

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public void read(int y, float[][] target) {
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, samples);
        for (int channel = 0; channel < channels; channel++) {
            readChannel(channel, target[channel]);
            if (alpha != Alpha.NONE) {
                putOnWhite(target[channel]);
            }
        }
    }

    private void readChannel(int channel, float[] row) {
        int bands = scale.length;
        float toByte = scale[channel];
        for (int x = 0; x < width(); x++) {
            row[x] = samples[x * bands + channel] * toByte;
        }
    }

    private void putOnWhite(float[] row) {
        int bands = scale.length;
        float toShare = scale[channels] / 255;
        for (int x = 0; x < width(); x++) {
            float opacity = samples[x * bands + channels] * toShare;
            row[x] = alpha == Alpha.PREMULTIPLIED ? row[x] + 255 * (1 - opacity) : 255 + (row[x] - 255) * opacity;
        }
    }
}
