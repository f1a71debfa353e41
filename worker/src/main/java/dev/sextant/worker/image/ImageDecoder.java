package dev.sextant.worker.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns a file's content into a square image of bytes: the whole image, stretched to the square, transparent parts on
 * white. Immutable and safe for use by many threads.
 *
 * @param size side of the result, pixels
 * @param channels of the result; {@link Channels#AUTO} keeps an image whose pixels are all grey at one channel
 * @param maxPixels larger images are refused before they are decoded
 */
record ImageDecoder(int size, Channels channels, long maxPixels) {

    DecodedImage decode(byte[] content) throws UnreadableImage {
        if (content.length == 0) {
            throw new UnreadableImage("is empty");
        }
        BufferedImage image = read(content);
        int width = image.getWidth();
        int height = image.getHeight();
        float[][] planes = isGrey(image) ? grey(image) : colour(image);
        if (channels == Channels.GREY && planes.length == 3) {
            planes = new float[][] {luma(planes)};
        } else if (channels == Channels.AUTO && planes.length == 3 && allEqual(planes)) {
            planes = new float[][] {planes[0]};
        }
        byte[] result = new byte[planes.length * size * size];
        Resampling horizontal = Resampling.of(width, size);
        Resampling vertical = Resampling.of(height, size);
        for (int channel = 0; channel < planes.length; channel++) {
            float[] square = vertical.columns(horizontal.rows(planes[channel], height), size);
            for (int i = 0; i < square.length; i++) {
                result[channel * square.length + i] = (byte) Math.round(Math.max(0, Math.min(255, square[i])));
            }
        }
        DecodedImage decoded = new DecodedImage(result, planes.length);
        return channels == Channels.COLOUR ? decoded.inColour() : decoded;
    }

    private BufferedImage read(byte[] content) throws UnreadableImage {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new UnreadableImage("is not an image of a known format (PNG, JPEG, GIF, BMP, TIFF)");
            }
            ImageReader reader = readers.next();
            try {
                return read(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Image readers throw every kind of runtime exception on damaged files.
            throw new UnreadableImage(
                    "is damaged"
                            + Optional.ofNullable(e.getMessage())
                                    .map(why -> ": " + why)
                                    .orElse(""),
                    e);
        }
    }

    private BufferedImage read(ImageReader reader, ImageInputStream in) throws IOException, UnreadableImage {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > maxPixels) {
            throw new UnreadableImage(String.format(
                    "has %d x %d pixels, more than max_megapixels allows (%d million)",
                    reader.getWidth(0), reader.getHeight(0), maxPixels / 1_000_000));
        }
        // The JPEG reader fills the rest of a cut-off file with grey and only warns.
        AtomicReference<String> cutOff = new AtomicReference<>("");
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.startsWith("Truncated") || warning.endsWith("premature end of data segment")) {
                cutOff.set(warning);
            }
        });
        BufferedImage image = reader.read(0);
        if (!cutOff.get().isEmpty()) {
            throw new UnreadableImage("is cut off: " + cutOff.get());
        }
        return image;
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /** Reads the samples themselves: Java2D takes grey images for linear light and would brighten them. */
    private static float[][] grey(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int height = image.getHeight();
        float white = (1L << image.getColorModel().getComponentSize(0)) - 1;
        float[] plane = raster.getSamples(0, 0, width, height, 0, new float[width * height]);
        boolean transparent = image.getColorModel().hasAlpha();
        float opaque = transparent ? (1L << image.getColorModel().getComponentSize(1)) - 1 : 1;
        float[] alpha = transparent ? raster.getSamples(0, 0, width, height, 1, new float[plane.length]) : new float[0];
        for (int i = 0; i < plane.length; i++) {
            float value = plane[i] * 255 / white;
            plane[i] = transparent ? 255 + (value - 255) * alpha[i] / opaque : value;
        }
        return new float[][] {plane};
    }

    private static float[][] colour(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        float[][] planes = new float[3][width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int argb = row[x];
                float opacity = (argb >>> 24) / 255f;
                for (int channel = 0; channel < 3; channel++) {
                    int value = argb >> (16 - 8 * channel) & 0xff;
                    planes[channel][y * width + x] = 255 + (value - 255) * opacity;
                }
            }
        }
        return planes;
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
        return java.util.Arrays.equals(planes[0], planes[1]) && java.util.Arrays.equals(planes[0], planes[2]);
    }
}
