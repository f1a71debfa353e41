package dev.sextant.worker.image.clean;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Multinomial logistic regression with a penalty of {@code lambda / 2} times the weights' squared length beside the mean log
 * loss, biases free. Minimised by Nesterov's accelerated gradient descent with restarts (O'Donoghue and Candès, Adaptive
 * restart for accelerated gradient schemes, 2015, section 3.2), whose step 1 / L comes from the curvature of the loss, at
 * most half the largest eigenvalue of the features' second moments (Böhning, Multinomial logistic regression algorithm,
 * 1992). The same each time. Used by one thread.
 */
final class SoftmaxRegression {
    private static final int STEPS = 200;
    private static final int POWER_STEPS = 20;

    private final INDArray features;
    private final int[] labels;
    private final int classes;
    private final double curvature;
    private INDArray weights;

    /**
     * @param features [n × d]
     * @param labels [n]
     */
    SoftmaxRegression(INDArray features, int[] labels, int classes) {
        this.features = withOne(features);
        this.labels = labels;
        this.classes = classes;
        this.curvature = largestEigenvalue(this.features) / 2;
        this.weights = Nd4j.zeros(this.features.size(1), classes);
    }

    private static INDArray withOne(INDArray features) {
        return Nd4j.hstack(features, Nd4j.ones(features.size(0), 1));
    }

    /** Of the second moments, by power iteration; a little more, to be on the safe side. */
    private static double largestEigenvalue(INDArray features) {
        INDArray vector = Nd4j.ones(features.size(1), 1);
        double value = 1;
        for (int step = 0; step < POWER_STEPS; step++) {
            vector.divi(vector.norm2Number());
            vector = features.transpose().mmul(features.mmul(vector)).divi(features.size(0));
            value = vector.norm2Number().doubleValue();
        }
        return 1.1 * value;
    }

    /** Goes on from the weights of the fit before. */
    void fit(double lambda) {
        double rate = 1 / (curvature + lambda);
        INDArray ahead = weights.dup();
        double momentum = 1;
        for (int step = 0; step < STEPS; step++) {
            INDArray gradient = gradient(ahead, lambda);
            INDArray next = ahead.sub(gradient.muli(rate));
            INDArray move = next.sub(weights);
            // Of the step against the gradient: when it points back, momentum has gone too far.
            boolean restart = gradient.mul(move).sumNumber().doubleValue() > 0;
            double following = restart ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            ahead = restart ? next.dup() : next.add(move.mul((momentum - 1) / following));
            momentum = following;
            weights = next;
        }
    }

    private INDArray gradient(INDArray at, double lambda) {
        float[][] excess = softmax(features.mmul(at));
        for (int i = 0; i < labels.length; i++) {
            excess[i][labels[i]] -= 1;
        }
        INDArray gradient = features.transpose().mmul(Nd4j.create(excess)).divi(labels.length);
        INDArray penalty = at.mul(lambda);
        penalty.getRow(penalty.size(0) - 1).assign(0);
        return gradient.addi(penalty);
    }

    /** [n × classes] */
    float[][] probabilities(INDArray images) {
        return softmax(withOne(images).mmul(weights));
    }

    private float[][] softmax(INDArray scores) {
        float[][] rows = scores.toFloatMatrix();
        for (float[] row : rows) {
            double largest = Double.NEGATIVE_INFINITY;
            for (float value : row) {
                largest = Math.max(largest, value);
            }
            double sum = 0;
            for (int label = 0; label < classes; label++) {
                row[label] = (float) Math.exp(row[label] - largest);
                sum += row[label];
            }
            for (int label = 0; label < classes; label++) {
                row[label] /= (float) sum;
            }
        }
        return rows;
    }
}
