package dev.sextant.worker.image.input;

import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;

/**
 * Decoded images of a folder, one byte per pixel and channel.
 *
 * @param size side of the images, pixels
 * @param channels color channels of every image, 1 or 3
 * @param planes bytes by index of the file, channel after channel, row by row; null for a skipped file
 * @param skipped unreadable files, by index
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, never compared
public record Pixels(int size, int channels, byte[][] planes, List<SkippedImage> skipped) {
    /** Returns the memory that the images take. */
    long bytes() {
        return (long) planes.length * size * size * channels;
    }
}
