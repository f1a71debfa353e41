package dev.sextant.worker.image.train;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a classifier's probabilities are worth. */
public final class ClassificationMetrics {
    /** Probabilities below are taken for this one: a certain error costs 34.5, not infinitely much. */
    private static final double LEAST = 1e-15;

    private ClassificationMetrics() {}

    /**
     * Accuracy, mean log loss (natural logarithm, without class weights) and AUC.
     *
     * @param probabilities [n × classes]
     * @param labels [n]
     */
    public static Map<String, Double> of(float[][] probabilities, int[] labels) {
        int right = 0;
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            right += mostProbable(probabilities[i]) == labels[i] ? 1 : 0;
            loss -= Math.log(Math.max(LEAST, probabilities[i][labels[i]]));
        }
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("accuracy", (double) right / labels.length);
        metrics.put("loss", loss / labels.length);
        metrics.put("auc", meanAuc(probabilities, labels));
        return metrics;
    }

    /** The place of the largest; of equals the first. */
    public static int mostProbable(float[] probabilities) {
        int best = 0;
        for (int label = 1; label < probabilities.length; label++) {
            if (probabilities[label] > probabilities[best]) {
                best = label;
            }
        }
        return best;
    }

    /**
     * The unweighted mean, over the classes that some but not all images are of, of the area under the ROC curve of one
     * class against the rest; NaN when there is no such class. The area is the
     * Mann-Whitney statistic over the product of the group sizes, ties counting half (Hanley and McNeil, The meaning and
     * use of the area under a ROC curve, Radiology 143, 1982).
     */
    private static double meanAuc(float[][] probabilities, int[] labels) {
        int classes = probabilities[0].length;
        return IntStream.range(0, classes)
                .mapToDouble(label -> auc(probabilities, labels, label))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** Of one class against the rest. */
    public static double auc(float[][] probabilities, int[] labels, int label) {
        int[] order = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i][label]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        long positives = 0;
        for (int start = 0; start < order.length; ) {
            int end = start;
            while (end < order.length && probabilities[order[end]][label] == probabilities[order[start]][label]) {
                end++;
            }
            double rank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++) {
                if (labels[order[i]] == label) {
                    ranks += rank;
                    positives++;
                }
            }
            start = end;
        }
        long negatives = labels.length - positives;
        return (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
