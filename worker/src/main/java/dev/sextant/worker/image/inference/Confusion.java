package dev.sextant.worker.image.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Images of one class that a classifier takes for another.
 *
 * @param is the true class's place
 * @param takenFor the other's
 * @param errors those it is surest of first
 */
public record Confusion(int is, int takenFor, List<Mistake> errors) {
    /**
     * One image.
     *
     * @param image its place among the answers
     * @param probability of the class that it is taken for
     */
    public record Mistake(int image, double probability) {}

    /** All confusions, the commonest first; of equals the one of the earlier classes. */
    public static List<Confusion> of(Predictions answers) {
        int classes = answers.classes().size();
        Map<Integer, List<Mistake>> errors = new TreeMap<>();
        for (int image = 0; image < answers.images().size(); image++) {
            if (!answers.isRight(image)) {
                int takenFor = answers.takenFor(image);
                errors.computeIfAbsent(
                                answers.images().get(image).label() * classes + takenFor, any -> new ArrayList<>())
                        .add(new Mistake(image, answers.probabilities()[image][takenFor]));
            }
        }
        List<Confusion> confusions = new ArrayList<>();
        errors.forEach((pair, ofPair) -> {
            ofPair.sort(Comparator.comparingDouble(Mistake::probability).reversed());
            confusions.add(new Confusion(pair / classes, pair % classes, List.copyOf(ofPair)));
        });
        confusions.sort(
                Comparator.comparingInt((Confusion one) -> one.errors().size()).reversed());
        return confusions;
    }
}
