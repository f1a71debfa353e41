package dev.sextant.worker.image.train;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Accuracy, log loss and AUC of predicted probabilities. */
public final class ClassificationMetrics {
    /** Smallest probability in the log loss: a certain error costs 34.5 instead of infinity. */
    private static final double MIN_PROBABILITY = 1e-15;

    private ClassificationMetrics() {}

    /**
     * Returns {@code accuracy}, {@code loss} (mean log loss, natural logarithm, without class weights) and {@code auc}.
     *
     * @param probabilities [n × classes]
     * @param labels [n], from 0
     */
    public static Map<String, Double> of(float[][] probabilities, int[] labels) {
        int correct = 0;
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += mostProbable(probabilities[i]) == labels[i] ? 1 : 0;
            loss -= Math.log(Math.max(MIN_PROBABILITY, probabilities[i][labels[i]]));
        }
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("accuracy", (double) correct / labels.length);
        metrics.put("loss", loss / labels.length);
        metrics.put("auc", meanAuc(probabilities, labels));
        return metrics;
    }

    /** Returns the label with the highest probability; among equal ones the lowest label. */
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
     * Returns the unweighted mean of the AUC over the classes that have both positive and negative images; NaN when
     * there is no such class.
     */
    private static double meanAuc(float[][] probabilities, int[] labels) {
        int classes = probabilities[0].length;
        return IntStream.range(0, classes)
                .mapToDouble(label -> auc(probabilities, labels, label))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Returns the area under the ROC curve of one class against the rest: the Mann-Whitney statistic divided by the
     * product of the group sizes, where ties count half (Hanley and McNeil, The meaning and use of the area under a
     * ROC curve, Radiology 143, 1982). Not finite when all images or none are of the class.
     *
     * @param probabilities [n × classes]
     * @param labels [n], from 0
     * @param label label of the class
     */
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
