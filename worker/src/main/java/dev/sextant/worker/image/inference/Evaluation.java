package dev.sextant.worker.image.inference;

import dev.sextant.worker.image.train.ClassificationMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a classifier is worth on images whose classes are known.
 *
 * @param images how many
 * @param accuracy share that was classified right
 * @param logLoss mean of minus the natural logarithm of the right class's probability
 * @param auc the unweighted mean of the classes' AUC
 * @param classes one each, in order
 * @param confusion images by [true class][predicted class]
 */
public record Evaluation(
        int images, double accuracy, double logLoss, double auc, List<OfClass> classes, List<List<Integer>> confusion) {

    /** Of a normal distribution: 95 % lie within so many deviations of the mean. */
    private static final double DEVIATIONS = 1.959963984540054;

    /**
     * Where the accuracy on other images of the kind lies, with 95 % confidence: Wilson's score interval (Probable
     * inference, the law of succession, and statistical inference, JASA 22, 1927).
     *
     * @param low 0 to 1
     * @param high 0 to 1
     */
    public record Interval(double low, double high) {}

    /** Of the accuracy. */
    public Interval interval() {
        double z2 = DEVIATIONS * DEVIATIONS;
        double middle = (accuracy + z2 / (2 * images)) / (1 + z2 / images);
        double reach = DEVIATIONS
                * Math.sqrt(accuracy * (1 - accuracy) / images + z2 / (4.0 * images * images))
                / (1 + z2 / images);
        return new Interval(middle - reach, middle + reach);
    }

    /**
     * Of one class against the rest.
     *
     * @param support images of the class
     * @param precision share of those taken for the class that are of it; 0 when none is taken for it
     * @param recall share of those of the class that are taken for it
     * @param f1 harmonic mean of precision and recall; 0 when both are
     * @param auc area under the ROC curve
     */
    public record OfClass(String name, int support, double precision, double recall, double f1, double auc) {}

    /**
     * @param probabilities [n × classes]
     * @param labels [n]
     */
    static Evaluation of(List<String> names, float[][] probabilities, int[] labels) {
        int[][] confusion = new int[names.size()][names.size()];
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i]][ClassificationMetrics.mostProbable(probabilities[i])]++;
        }
        List<OfClass> classes = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            int right = confusion[label][label];
            int support = Arrays.stream(confusion[label]).sum();
            int taken = 0;
            for (int[] row : confusion) {
                taken += row[label];
            }
            double precision = taken == 0 ? 0 : (double) right / taken;
            double recall = support == 0 ? 0 : (double) right / support;
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            classes.add(new OfClass(
                    names.get(label),
                    support,
                    precision,
                    recall,
                    f1,
                    ClassificationMetrics.auc(probabilities, labels, label)));
        }
        Map<String, Double> metrics = ClassificationMetrics.of(probabilities, labels);
        return new Evaluation(
                labels.length,
                metrics.get("accuracy"),
                metrics.get("loss"),
                metrics.get("auc"),
                List.copyOf(classes),
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }
}
