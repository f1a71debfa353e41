package dev.sextant.worker.image.read;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Content of a file that should be an image. Immutable and safe for use by many threads. */
public final class ImageContent {
    private static final String FORMATS = "PNG, JPEG, GIF, BMP, TIFF, WebP";

    /** Most bytes of a file: the largest image that can be decoded takes less. */
    private static final int MAX_BYTES = 1 << 30;

    private final byte[] bytes;

    /**
     * Creates a view of a file's content.
     *
     * @param bytes content of the file; not copied
     */
    public ImageContent(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the content of a file. Does not close the stream.
     *
     * @throws UnreadableImage if it is longer than an image may be
     */
    public static byte[] bytes(InputStream in) throws IOException, UnreadableImage {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        if (bytes.length == MAX_BYTES) {
            throw new UnreadableImage("is larger than 1 GiB");
        }
        return bytes;
    }

    /**
     * Decodes the image, the first of several, as it is stored: not yet turned upright.
     *
     * @param maxPixels most pixels; larger images are refused before they are decoded
     * @throws UnreadableImage if the content is not an image of a known format, is damaged or has too many pixels
     */
    public BufferedImage image(long maxPixels) throws UnreadableImage {
        return use((reader, in) -> read(reader, in, maxPixels));
    }

    /**
     * Returns the length of the shorter side, pixels. Decodes nothing.
     *
     * @throws UnreadableImage if the content is not an image of a known format or its beginning is damaged
     */
    public int shorterSide() throws UnreadableImage {
        return use((reader, in) -> {
            reader.setInput(in, true, true);
            return Math.min(reader.getWidth(0), reader.getHeight(0));
        });
    }

    /** Use of the reader for an image's format. */
    private interface ReaderUse<T> {
        T apply(ImageReader reader, ImageInputStream in) throws IOException, UnreadableImage;
    }

    private <T> T use(ReaderUse<T> use) throws UnreadableImage {
        if (bytes.length == 0) {
            throw new UnreadableImage("is empty");
        }
        try (ImageInputStream in = new ByteArrayImageInputStream(bytes)) {
            ImageReader reader = reader(in)
                    .orElseThrow(() -> new UnreadableImage("is not an image of a known format (" + FORMATS + ")"));
            try {
                return use.apply(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Image readers throw every kind of runtime exception on damaged files.
            throw UnreadableImage.damaged(e);
        } catch (OutOfMemoryError e) {
            // A damaged TIFF may ask for gigabytes per pixel. The allocation failed, so no memory is held.
            throw new UnreadableImage("is damaged, or takes more memory to be decoded than there is");
        }
    }

    /** Returns the transformation that makes the image upright. */
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
     * Image readers, registered explicitly: in Spark it depends on the class loader that first asks for image readers
     * whether it finds those of this program.
     */
    private static final class Readers {
        static final ImageReaderSpi JPEG = register(new JPEGImageReaderSpi());
        static final ImageReaderSpi WEBP = register(new WebPImageReaderSpi());

        private static ImageReaderSpi register(ImageReaderSpi reader) {
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
        // The JPEG reader fills the rest of a cut-off file with gray and only warns.
        AtomicReference<String> truncation = new AtomicReference<>("");
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.startsWith("Truncated") || warning.endsWith("premature end of data segment")) {
                truncation.set(warning);
            }
        });
        BufferedImage image = reader.read(0);
        if (!truncation.get().isEmpty()) {
            throw new UnreadableImage("is cut off: " + truncation.get());
        }
        return image;
    }
}
