package com.example.csvclassifier;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A neural network with one hidden layer: p = softmax(W₂ tanh(W₁ x + b₁) + b₂), trained by gradient descent with momentum
 * on cross-entropy plus half the squared weights times the weight decay. Not thread-safe.
 *
 * <p>All parameters lie in one array, layer by layer and unit by unit: a unit's weights, then its bias. Their velocities
 * lie in another one. Both are the whole state, so both are saved.
 *
 * <p>{@link StrictMath} instead of {@link Math}: its results are the same bits on every processor and whether or not a
 * method has been compiled already, so that a trial resumed on another host is the same trial.
 */
final class Network {
    private final int inputs;
    private final int hidden;
    private final int classes;
    private final double[] parameters;
    private final double[] velocities;

    private final double[] gradient;
    private final double[] activations;
    private final double[] probabilities;

    /** Makes a network with weights drawn uniformly from ±√(6 / (units before + units after)) and biases of 0. */
    Network(int inputs, int hidden, int classes, SplittableRandom random) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.classes = classes;
        this.parameters = new double[hidden * (inputs + 1) + classes * (hidden + 1)];
        this.velocities = new double[parameters.length];
        this.gradient = new double[parameters.length];
        this.activations = new double[hidden];
        this.probabilities = new double[classes];
        draw(0, hidden, inputs, random);
        draw(outputLayer(), classes, hidden, random);
    }

    private void draw(int start, int units, int width, SplittableRandom random) {
        double bound = StrictMath.sqrt(6.0 / (width + units));
        for (int unit = 0; unit < units; unit++) {
            for (int i = 0; i < width; i++) {
                parameters[start + unit * (width + 1) + i] = (2 * random.nextDouble() - 1) * bound;
            }
        }
    }

    private int outputLayer() {
        return hidden * (inputs + 1);
    }

    /** Takes one step down the mean gradient of a batch. */
    void step(List<Table.Row> batch, double learningRate, double momentum, double weightDecay) {
        Arrays.fill(gradient, 0);
        for (Table.Row row : batch) {
            addGradient(row);
        }
        for (int i = 0; i < parameters.length; i++) {
            double slope = gradient[i] / batch.size() + weightDecay * parameters[i];
            velocities[i] = momentum * velocities[i] - learningRate * slope;
            parameters[i] += velocities[i];
        }
    }

    /** Backpropagation of one row's cross-entropy. */
    private void addGradient(Table.Row row) {
        double[] p = probabilities(row);
        double[] hiddenErrors = new double[hidden];
        for (int c = 0; c < classes; c++) {
            // The derivative of cross-entropy by the output before the softmax.
            double error = p[c] - (c == row.label ? 1 : 0);
            int start = outputLayer() + c * (hidden + 1);
            for (int h = 0; h < hidden; h++) {
                gradient[start + h] += error * activations[h];
                hiddenErrors[h] += error * parameters[start + h];
            }
            gradient[start + hidden] += error;
        }
        for (int h = 0; h < hidden; h++) {
            double error = hiddenErrors[h] * (1 - activations[h] * activations[h]);
            int start = h * (inputs + 1);
            for (int i = 0; i < inputs; i++) {
                gradient[start + i] += error * row.inputs[i];
            }
            gradient[start + inputs] += error;
        }
    }

    /**
     * Returns the probability of each class. The array is overwritten by the next call.
     *
     * @return probabilities, one per class
     */
    double[] probabilities(Table.Row row) {
        for (int h = 0; h < hidden; h++) {
            activations[h] = StrictMath.tanh(weighted(h * (inputs + 1), row.inputs));
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            probabilities[c] = weighted(outputLayer() + c * (hidden + 1), activations);
            largest = Math.max(largest, probabilities[c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            // Without subtracting the largest one, exp would overflow.
            probabilities[c] = StrictMath.exp(probabilities[c] - largest);
            sum += probabilities[c];
        }
        for (int c = 0; c < classes; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    private double weighted(int start, double[] values) {
        double sum = parameters[start + values.length];
        for (int i = 0; i < values.length; i++) {
            sum += parameters[start + i] * values[i];
        }
        return sum;
    }

    /** Writes parameters and velocities. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(parameters.length);
        for (double parameter : parameters) {
            out.writeDouble(parameter);
        }
        for (double velocity : velocities) {
            out.writeDouble(velocity);
        }
    }

    /**
     * Replaces parameters and velocities by those that {@link #write} wrote.
     *
     * @throws IOException if they are those of a network of another size
     */
    void read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length != parameters.length) {
            throw new IOException("it has " + length + " parameters, this network has " + parameters.length);
        }
        for (int i = 0; i < length; i++) {
            parameters[i] = in.readDouble();
        }
        for (int i = 0; i < length; i++) {
            velocities[i] = in.readDouble();
        }
    }
}
