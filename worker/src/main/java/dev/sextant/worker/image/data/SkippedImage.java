package dev.sextant.worker.image.data;

/**
 * File that is left out because it cannot be read as an image.
 *
 * @param file index in {@link ImageFolder#files}
 * @param path path relative to the data folder
 * @param reason cause; completes the sentence "FILE ..."
 */
public record SkippedImage(int file, String path, String reason) {
    @Override
    public String toString() {
        return path + " " + reason;
    }
}
