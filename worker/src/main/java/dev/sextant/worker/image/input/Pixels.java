package dev.sextant.worker.image.input;

import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;

/**
 * The decoded images of a folder, one byte a pixel and channel.
 *
 * @param size side, pixels
 * @param channels of every image, 1 or 3
 * @param planes by index of the file; null for a skipped one
 * @param skipped files without an image, by index
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, compared by nobody
public record Pixels(int size, int channels, byte[][] planes, List<SkippedImage> skipped) {
    long bytes() {
        return (long) planes.length * size * size * channels;
    }
}
