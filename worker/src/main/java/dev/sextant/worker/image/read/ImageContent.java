package dev.sextant.worker.image.read;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** The content of a file that should be an image. Immutable and safe for use by many threads. */
public final class ImageContent {
    private static final String FORMATS = "PNG, JPEG, GIF, BMP, TIFF, WebP";

    private final byte[] bytes;

    public ImageContent(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The image, the first one of several, as it lies in the file: not turned yet.
     *
     * @param maxPixels larger images are refused before they are decoded
     */
    public BufferedImage image(long maxPixels) throws UnreadableImage {
        if (bytes.length == 0) {
            throw new UnreadableImage("is empty");
        }
        try (ImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            ImageReader reader = reader(in)
                    .orElseThrow(() -> new UnreadableImage("is not an image of a known format (" + FORMATS + ")"));
            try {
                return read(reader, in, maxPixels);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Image readers throw every kind of runtime exception on damaged files.
            throw UnreadableImage.damaged(e);
        } catch (OutOfMemoryError e) {
            // A damaged TIFF may ask for gigabytes a pixel; what could not be had is not held either.
            throw new UnreadableImage("is damaged, or takes more memory to be decoded than there is");
        }
    }

    /** How the image is to be turned before it is looked at. */
    Orientation orientation() {
        return ExifOrientation.of(bytes);
    }

    private Optional<ImageReader> reader(ImageInputStream in) throws IOException {
        if (startsWith(0, 0xff, 0xd8)) {
            return Optional.of(Readers.JPEG.createReaderInstance());
        }
        if (startsWith(0, 'R', 'I', 'F', 'F') && startsWith(8, 'W', 'E', 'B', 'P')) {
            return Optional.of(Readers.WEBP.createReaderInstance());
        }
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        return readers.hasNext() ? Optional.of(readers.next()) : Optional.empty();
    }

    /**
     * Registered by hand: inside Spark it is a matter of luck whether the class loader that first asks for image readers
     * sees this program's.
     */
    private static final class Readers {
        static final ImageReaderSpi JPEG = registered(new JPEGImageReaderSpi());
        static final ImageReaderSpi WEBP = registered(new WebPImageReaderSpi());

        private static ImageReaderSpi registered(ImageReaderSpi reader) {
            IIORegistry.getDefaultInstance().registerServiceProvider(reader, ImageReaderSpi.class);
            return reader;
        }
    }

    private boolean startsWith(int offset, int... signature) {
        if (bytes.length < offset + signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((bytes[offset + i] & 0xff) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream in, long maxPixels)
            throws IOException, UnreadableImage {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > maxPixels) {
            throw new UnreadableImage(String.format(
                    Locale.ROOT,
                    "has %d x %d pixels, more than max_megapixels allows (%d million)",
                    reader.getWidth(0),
                    reader.getHeight(0),
                    maxPixels / 1_000_000));
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
}
