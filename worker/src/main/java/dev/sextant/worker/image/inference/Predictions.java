package dev.sextant.worker.image.inference;

import dev.sextant.worker.image.train.ClassificationMetrics;
import java.util.List;

/**
 * Predictions of a classifier for labeled images.
 *
 * @param classes names of the classes, in the order of the probabilities
 * @param images images in the order of the rows
 * @param probabilities predicted probabilities [images × classes]
 * @param fingerprint fingerprint of the images: equal for the same images in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, never compared
public record Predictions(List<String> classes, List<Image> images, float[][] probabilities, String fingerprint) {
    /**
     * Labeled image.
     *
     * @param path path relative to the data
     * @param address URI of the image
     * @param label index of its class
     */
    public record Image(String path, String address, int label) {}

    /** Checks that there is one row of probabilities per image. */
    public Predictions {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        if (images.size() != probabilities.length) {
            throw new IllegalArgumentException("probabilities (" + probabilities.length
                    + " rows) must have one row per image (" + images.size() + ")");
        }
    }

    /** Returns the index of an image's most probable class; among equals, the lowest. */
    public int predicted(int image) {
        return ClassificationMetrics.mostProbable(probabilities[image]);
    }

    /** Tells whether an image is classified correctly. */
    public boolean isCorrect(int image) {
        return predicted(image) == images.get(image).label();
    }

    /**
     * Evaluates the predictions.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Evaluation evaluation() {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("There is no image to evaluate on; give a folder with readable images");
        }
        return Evaluation.of(
                classes, probabilities, images.stream().mapToInt(Image::label).toArray());
    }
}
