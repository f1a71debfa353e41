package dev.sextant.worker.image.read;

import java.awt.image.BufferedImage;

/** Rows of an image whose pixels Java2D converts to RGB with alpha: palettes, packed integers, CMYK and the like. */
final class ConvertedRows implements PixelRows {
    private final BufferedImage image;

    /** Pixels of the row last read: alpha, red, green and blue in one integer, not premultiplied. */
    private final int[] argb;

    ConvertedRows(BufferedImage image) {
        this.image = image;
        this.argb = new int[image.getWidth()];
    }

    @Override
    public int width() {
        return image.getWidth();
    }

    @Override
    public int height() {
        return image.getHeight();
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void read(int y, float[][] target) {
        image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            float[] row = target[channel];
            for (int x = 0; x < argb.length; x++) {
                int opacity = argb[x] >>> 24;
                int value = argb[x] >> shift & 0xff;
                row[x] = opacity == 255 ? value : 255 + (value - 255) * (opacity / 255f);
            }
        }
    }
}
