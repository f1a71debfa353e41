package dev.sextant.worker.image.inference;

import dev.sextant.worker.image.train.ClassificationMetrics;
import java.util.List;

/**
 * What a classifier makes of images whose classes are known.
 *
 * @param classes in the order of the probabilities
 * @param images in the order of the rows
 * @param probabilities [images × classes]
 * @param fingerprint of the images: the same for answers about the same images, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, compared by nobody
public record Predictions(List<String> classes, List<Image> images, float[][] probabilities, String fingerprint) {
    /**
     * One of the images.
     *
     * @param path as lists of images name it
     * @param address where it lies, with scheme
     * @param label the place of its class
     */
    public record Image(String path, String address, int label) {}

    public Predictions {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        if (images.size() != probabilities.length) {
            throw new IllegalArgumentException(probabilities.length + " answers about " + images.size() + " images");
        }
    }

    /** The place of the class that an image is taken for; of equals the first. */
    public int takenFor(int image) {
        return ClassificationMetrics.mostProbable(probabilities[image]);
    }

    /** Whether an image is taken for what it is. */
    public boolean isRight(int image) {
        return takenFor(image) == images.get(image).label();
    }

    /** @throws IllegalArgumentException when there is no image */
    public Evaluation evaluation() {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("There is no image to measure on");
        }
        return Evaluation.of(
                classes, probabilities, images.stream().mapToInt(Image::label).toArray());
    }
}
