package dev.sextant.worker.image.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Confusion of two classes: the images of one class that a classifier assigns to another one.
 *
 * @param actual index of the true class
 * @param predicted index of the predicted class
 * @param errors misclassified images, those with the highest probability first
 */
public record Confusion(int actual, int predicted, List<Mistake> errors) {
    /**
     * Misclassified image.
     *
     * @param image index among the predictions
     * @param probability probability of the predicted class
     */
    public record Mistake(int image, double probability) {}

    /** Returns all confusions, the most frequent first; among equals, the one with the lower class indices. */
    public static List<Confusion> of(Predictions predictions) {
        int classes = predictions.classes().size();
        Map<Integer, List<Mistake>> mistakesByPair = new TreeMap<>();
        for (int image = 0; image < predictions.images().size(); image++) {
            if (!predictions.isCorrect(image)) {
                int actual = predictions.images().get(image).label();
                int predicted = predictions.predicted(image);
                mistakesByPair
                        .computeIfAbsent(actual * classes + predicted, any -> new ArrayList<>())
                        .add(new Mistake(image, predictions.probabilities()[image][predicted]));
            }
        }
        List<Confusion> confusions = new ArrayList<>();
        mistakesByPair.forEach((pair, mistakes) -> {
            mistakes.sort(Comparator.comparingDouble(Mistake::probability).reversed());
            confusions.add(new Confusion(pair / classes, pair % classes, List.copyOf(mistakes)));
        });
        confusions.sort(Comparator.comparingInt(
                        (Confusion confusion) -> confusion.errors().size())
                .reversed());
        return confusions;
    }
}
