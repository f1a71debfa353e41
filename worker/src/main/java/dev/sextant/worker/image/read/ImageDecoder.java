package dev.sextant.worker.image.read;

import java.util.Arrays;

/**
 * Decoder of image files into square images of bytes: upright, with transparent parts on white. Immutable and safe for
 * use by many threads.
 *
 * @param size side of the result, pixels
 * @param channels channels of the result; {@link Channels#AUTO} keeps an image whose pixels are all gray at one channel
 * @param resize method to make the image square
 * @param maxPixels most pixels of an image; larger ones are refused before they are decoded
 */
public record ImageDecoder(int size, Channels channels, Resize resize, long maxPixels) {
    /**
     * Value of the bars around a padded image: the middle of the range, which most preprocessing maps close to zero.
     */
    private static final float BAR = 128;

    /**
     * Decodes an image file.
     *
     * @param content content of the file
     * @throws UnreadableImage if it is not an image of a known format, is damaged or has too many pixels
     */
    public DecodedImage decode(byte[] content) throws UnreadableImage {
        ImageContent source = new ImageContent(content);
        float[][] planes;
        try {
            planes = square(PixelRows.of(source.image(maxPixels)));
        } catch (RuntimeException e) {
            // In damaged files, color model and raster contradict each other in many ways.
            throw UnreadableImage.damaged(e);
        }
        if (channels == Channels.GRAY && planes.length == 3) {
            planes = new float[][] {luma(planes)};
        } else if (channels == Channels.AUTO && planes.length == 3 && allEqual(planes)) {
            planes = new float[][] {planes[0]};
        }
        int plane = size * size;
        byte[] bytes = new byte[planes.length * plane];
        for (int channel = 0; channel < planes.length; channel++) {
            for (int i = 0; i < plane; i++) {
                bytes[channel * plane + i] = (byte) Math.round(Math.max(0, Math.min(255, planes[channel][i])));
            }
        }
        DecodedImage decoded = new DecodedImage(source.orientation().turn(bytes, size), planes.length);
        return channels == Channels.COLOR ? decoded.inColor() : decoded;
    }

    /** Scales row by row while reading, so that only the result is held in memory in addition to the image itself. */
    private float[][] square(PixelRows rows) {
        int shorter = Math.min(rows.width(), rows.height());
        int longer = Math.max(rows.width(), rows.height());
        Resampling horizontal = resampling(rows.width(), shorter, longer);
        Resampling vertical = resampling(rows.height(), shorter, longer);
        int left = (size - horizontal.length()) / 2;
        int top = (size - vertical.length()) / 2;
        float[][] planes = new float[rows.channels()][size * size];
        float[][] row = new float[rows.channels()][rows.width()];
        float[] scaled = new float[size];
        for (int y = vertical.begin(); y < vertical.end(); y++) {
            rows.read(y, row);
            for (int channel = 0; channel < planes.length; channel++) {
                horizontal.resample(row[channel], scaled, left);
                vertical.accumulate(y, scaled, top, planes[channel]);
            }
        }
        if (resize == Resize.PAD) {
            for (float[] plane : planes) {
                pad(plane, left, horizontal.length(), top, vertical.length());
            }
        }
        return planes;
    }

    /** Returns the scaling of one side. */
    private Resampling resampling(int length, int shorter, int longer) {
        return switch (resize) {
            case STRETCH -> Resampling.of(length, size);
            case CROP -> Resampling.of(length, (length - shorter) / 2.0, shorter, size);
            case PAD -> Resampling.of(length, (int) Math.max(1, Math.round((double) size * length / longer)));
        };
    }

    private void pad(float[] plane, int left, int width, int top, int height) {
        for (int y = 0; y < size; y++) {
            boolean isBarRow = y < top || y >= top + height;
            for (int x = 0; x < size; x++) {
                if (isBarRow || x < left || x >= left + width) {
                    plane[y * size + x] = BAR;
                }
            }
        }
    }

    /** Returns the luma by ITU-R BT.601, which JPEG uses. */
    private static float[] luma(float[][] planes) {
        float[] luma = new float[planes[0].length];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.299f * planes[0][i] + 0.587f * planes[1][i] + 0.114f * planes[2][i];
        }
        return luma;
    }

    private static boolean allEqual(float[][] planes) {
        return Arrays.equals(planes[0], planes[1]) && Arrays.equals(planes[0], planes[2]);
    }
}
