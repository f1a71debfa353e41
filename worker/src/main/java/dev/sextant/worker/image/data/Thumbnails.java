package dev.sextant.worker.image.data;

import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.DecodedImage;
import dev.sextant.worker.image.read.ImageContent;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.Resize;
import dev.sextant.worker.image.read.UnreadableImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Small pictures of images for HTML reports. Safe for use by many threads. */
public final class Thumbnails {
    private static final long MAX_PIXELS = 1_000_000_000;

    private final ImageDecoder decoder;
    private final Configuration configuration = HadoopFiles.configuration();

    /**
     * Creates a source of square pictures; images that are not square get gray bars.
     *
     * @param size side, pixels
     */
    public Thumbnails(int size) {
        this(size, MAX_PIXELS);
    }

    /**
     * Creates a source of square pictures.
     *
     * @param size side, pixels
     * @param maxPixels most pixels of an image; larger ones count as unreadable
     */
    public Thumbnails(int size, long maxPixels) {
        decoder = new ImageDecoder(size, Channels.COLOR, Resize.PAD, maxPixels);
    }

    /**
     * Returns an image as a {@code data:} URI of a JPEG; empty if it cannot be read.
     *
     * @param address URI of the image
     */
    public Optional<String> dataUri(String address) {
        return jpeg(address)
                .map(bytes -> "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * Returns an image as a JPEG; empty if it cannot be read.
     *
     * @param address URI of the image
     */
    public Optional<byte[]> jpeg(String address) {
        Path path = new Path(address);
        try (var in = HadoopFiles.of(path, configuration).open(path)) {
            return Optional.of(jpeg(decoder.decode(ImageContent.bytes(in))));
        } catch (IOException | UnreadableImage e) {
            return Optional.empty();
        }
    }

    private byte[] jpeg(DecodedImage image) throws IOException {
        int size = decoder.size();
        int plane = size * size;
        byte[] planes = image.planes();
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = ((planes[i] & 0xff) << 16) | ((planes[plane + i] & 0xff) << 8) | (planes[2 * plane + i] & 0xff);
            picture.setRGB(i % size, i / size, rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "jpeg", out)) {
            throw new IOException("This Java installation cannot write JPEG; use one with the module java.desktop");
        }
        return out.toByteArray();
    }
}
