package dev.sextant.worker.image.read;

import java.util.Arrays;

/**
 * Turns a file's content into a square image of bytes: upright, transparent parts on white. Immutable and safe for use by
 * many threads.
 *
 * @param size side of the result, pixels
 * @param channels of the result; {@link Channels#AUTO} keeps an image whose pixels are all grey at one channel
 * @param resize how it becomes square
 * @param maxPixels larger images are refused before they are decoded
 */
public record ImageDecoder(int size, Channels channels, Resize resize, long maxPixels) {
    /** Of the bars beside a padded image: the middle of the range, which most preprocessing takes close to zero. */
    private static final float BAR = 128;

    public DecodedImage decode(byte[] content) throws UnreadableImage {
        ImageContent source = new ImageContent(content);
        float[][] planes;
        try {
            planes = square(new PixelRows(source.image(maxPixels)));
        } catch (RuntimeException e) {
            // Colour models and rasters of damaged files contradict each other in many ways.
            throw UnreadableImage.damaged(e);
        }
        if (channels == Channels.GREY && planes.length == 3) {
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
        return channels == Channels.COLOUR ? decoded.inColour() : decoded;
    }

    /** Scales row by row as they are read, so that only the result is held beside the image itself. */
    private float[][] square(PixelRows rows) {
        int shorter = Math.min(rows.width(), rows.height());
        int longer = Math.max(rows.width(), rows.height());
        Resampling horizontal = side(rows.width(), shorter, longer);
        Resampling vertical = side(rows.height(), shorter, longer);
        int left = (size - horizontal.length()) / 2;
        int top = (size - vertical.length()) / 2;
        float[][] planes = new float[rows.channels()][size * size];
        float[][] row = new float[rows.channels()][rows.width()];
        float[] scaled = new float[size];
        for (int y = vertical.begin(); y < vertical.end(); y++) {
            rows.row(y, row);
            for (int channel = 0; channel < planes.length; channel++) {
                horizontal.line(row[channel], scaled, left);
                vertical.across(y, scaled, top, planes[channel]);
            }
        }
        if (resize == Resize.PAD) {
            for (float[] plane : planes) {
                pad(plane, left, horizontal.length(), top, vertical.length());
            }
        }
        return planes;
    }

    /** How one side is scaled. */
    private Resampling side(int length, int shorter, int longer) {
        return switch (resize) {
            case STRETCH -> Resampling.of(length, size);
            case CROP -> Resampling.of(length, (length - shorter) / 2.0, shorter, size);
            case PAD -> Resampling.of(length, (int) Math.max(1, Math.round((double) size * length / longer)));
        };
    }

    private void pad(float[] plane, int left, int width, int top, int height) {
        for (int y = 0; y < size; y++) {
            boolean beside = y < top || y >= top + height;
            for (int x = 0; x < size; x++) {
                if (beside || x < left || x >= left + width) {
                    plane[y * size + x] = BAR;
                }
            }
        }
    }

    /** ITU-R BT.601, as JPEG has it. */
    private static float[] luma(float[][] planes) {
        float[] grey = new float[planes[0].length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.299f * planes[0][i] + 0.587f * planes[1][i] + 0.114f * planes[2][i];
        }
        return grey;
    }

    private static boolean allEqual(float[][] planes) {
        return Arrays.equals(planes[0], planes[1]) && Arrays.equals(planes[0], planes[2]);
    }
}
