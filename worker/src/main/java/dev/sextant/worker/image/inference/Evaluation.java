package dev.sextant.worker.image.inference;

import dev.sextant.worker.image.train.ClassificationMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Quality of a classifier on labeled images.
 *
 * @param images number of images
 * @param accuracy share of the images that are classified correctly
 * @param logLoss mean of the negative natural logarithm of the true class's probability
 * @param auc unweighted mean of the classes' AUC
 * @param classes metrics of each class, in order
 * @param confusion number of images by [true class][predicted class]
 */
public record Evaluation(
        int images,
        double accuracy,
        double logLoss,
        double auc,
        List<ClassMetrics> classes,
        List<List<Integer>> confusion) {

    /** 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * Confidence interval.
     *
     * @param low lower bound, 0 to 1
     * @param high upper bound, 0 to 1
     */
    public record Interval(double low, double high) {}

    /**
     * Returns the 95 % confidence interval of the accuracy: Wilson's score interval (Wilson, Probable inference, the
     * law of succession, and statistical inference, JASA 22, 1927).
     */
    public Interval interval() {
        double z2 = Z * Z;
        double center = (accuracy + z2 / (2 * images)) / (1 + z2 / images);
        double halfWidth =
                Z * Math.sqrt(accuracy * (1 - accuracy) / images + z2 / (4.0 * images * images)) / (1 + z2 / images);
        return new Interval(center - halfWidth, center + halfWidth);
    }

    /**
     * Metrics of one class against the rest.
     *
     * @param support number of images of the class
     * @param precision share of the images predicted as this class that belong to it; 0 if there are none
     * @param recall share of the images of this class that are predicted as it; 0 if there are none
     * @param f1 harmonic mean of precision and recall; 0 if both are 0
     * @param auc area under the ROC curve
     */
    public record ClassMetrics(String name, int support, double precision, double recall, double f1, double auc) {}

    /**
     * Evaluates predictions.
     *
     * @param names names of the classes
     * @param probabilities predicted probabilities [n × classes]
     * @param labels true classes [n]
     */
    static Evaluation of(List<String> names, float[][] probabilities, int[] labels) {
        int[][] confusion = new int[names.size()][names.size()];
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i]][ClassificationMetrics.mostProbable(probabilities[i])]++;
        }
        List<ClassMetrics> classes = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            int correct = confusion[label][label];
            int support = Arrays.stream(confusion[label]).sum();
            int predicted = 0;
            for (int[] row : confusion) {
                predicted += row[label];
            }
            double precision = predicted == 0 ? 0 : (double) correct / predicted;
            double recall = support == 0 ? 0 : (double) correct / support;
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            classes.add(new ClassMetrics(
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
