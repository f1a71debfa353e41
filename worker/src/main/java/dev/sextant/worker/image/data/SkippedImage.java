package dev.sextant.worker.image.data;

/**
 * A file among the images that is left out.
 *
 * @param file its index in {@link ImageFolder#files}
 * @param path relative to the data folder
 * @param reason completes the sentence "FILE ..."
 */
public record SkippedImage(int file, String path, String reason) {
    @Override
    public String toString() {
        return path + " " + reason;
    }
}
