package dev.sextant.worker.image.optimize;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The algorithms of {@link Optimizer} on rows of floats, in one pass over them. {@link #write} and {@link #read}
 * preserve the state to the bit. Used by one thread.
 */
public final class RowOptimizer {
    private final OptimizerSettings settings;
    private final List<Row> rows;
    /** Velocity of SGD or first moment of Adam, by row; empty for SGD without momentum. */
    private final float[][] momentum;

    /** Second moment of Adam, by row; empty for SGD. */
    private final float[][] second;

    private int steps;

    /**
     * Consecutive weights of a layer.
     *
     * @param gradient gradient of the summed loss of a batch; for statistics the step itself
     * @param use how the weights change
     * @param decays whether weight decay shrinks them
     */
    @SuppressWarnings("ArrayRecordComponent") // trained in place, never compared
    public record Row(float[] weights, float[] gradient, WeightBlock.Use use, boolean decays) {}

    /** Creates an optimizer that has taken no steps. */
    public RowOptimizer(OptimizerSettings settings, List<Row> rows) {
        this.settings = settings;
        this.rows = List.copyOf(rows);
        boolean sgd = settings.kind() == OptimizerSettings.Kind.SGD;
        momentum = sgd && settings.momentum() == 0 ? new float[0][] : zerosLike(rows);
        second = sgd ? new float[0][] : zerosLike(rows);
    }

    private static float[][] zerosLike(List<Row> rows) {
        return rows.stream().map(row -> new float[row.weights().length]).toArray(float[][]::new);
    }

    /**
     * Takes a step.
     *
     * @param images number of images in the batch
     * @param learningRate learning rate of this step
     */
    public void step(int images, double learningRate) {
        float scale = (float) (clipFactor(images) / images);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            switch (row.use()) {
                case FROZEN -> {}
                case STATISTICS -> subtract(row.weights(), row.gradient());
                case TRAINED -> move(row, i, scale, learningRate);
            }
        }
        steps++;
    }

    /** Returns the factor that clips the norm of the mean gradient. */
    private double clipFactor(int images) {
        if (settings.gradientClip() == 0) {
            return 1;
        }
        double squares = 0;
        for (Row row : rows) {
            if (row.use() == WeightBlock.Use.TRAINED) {
                for (float value : row.gradient()) {
                    squares += (double) value * value;
                }
            }
        }
        double norm = Math.sqrt(squares) / images;
        return norm > settings.gradientClip() ? settings.gradientClip() / norm : 1;
    }

    private void move(Row row, int i, float scale, double rate) {
        double decay = row.decays() ? settings.weightDecay() : 0;
        boolean coupled = settings.kind() == OptimizerSettings.Kind.ADAM;
        float gradientDecay = coupled ? (float) decay : 0;
        // Before the step, as in Loshchilov and Hutter, arXiv:1711.05101, algorithms 1 and 2, and in PyTorch.
        float shrinkage = coupled ? 1 : (float) (1 - rate * decay);
        if (settings.kind() != OptimizerSettings.Kind.SGD) {
            // Kingma and Ba, arXiv:1412.6980, in the order of computation at the end of section 2.
            int t = steps + 1;
            float alpha =
                    (float) (rate * Math.sqrt(1 - Math.pow(Optimizer.BETA_2, t)) / (1 - Math.pow(Optimizer.BETA_1, t)));
            adam(row.weights(), row.gradient(), momentum[i], second[i], scale, gradientDecay, shrinkage, alpha);
        } else if (momentum.length == 0) {
            descend(row.weights(), row.gradient(), scale, shrinkage, (float) rate);
        } else {
            float nesterovMomentum = settings.nesterov() ? (float) settings.momentum() : 0;
            descendWithMomentum(
                    row.weights(),
                    row.gradient(),
                    momentum[i],
                    scale,
                    shrinkage,
                    (float) rate,
                    (float) settings.momentum(),
                    nesterovMomentum);
        }
    }

    private static void subtract(float[] w, float[] step) {
        for (int i = 0; i < w.length; i++) {
            w[i] -= step[i];
        }
    }

    private static void adam(
            float[] w, float[] gradient, float[] m, float[] v, float scale, float decay, float shrinkage, float alpha) {
        float b1 = (float) Optimizer.BETA_1;
        float c1 = (float) (1 - Optimizer.BETA_1);
        float b2 = (float) Optimizer.BETA_2;
        float c2 = (float) (1 - Optimizer.BETA_2);
        float epsilon = (float) Optimizer.EPSILON;
        for (int i = 0; i < w.length; i++) {
            float g = scale * gradient[i] + decay * w[i];
            float mean = b1 * m[i] + c1 * g;
            float square = b2 * v[i] + c2 * g * g;
            m[i] = mean;
            v[i] = square;
            w[i] = shrinkage * w[i] - alpha * mean / ((float) Math.sqrt(square) + epsilon);
        }
    }

    private static void descend(float[] w, float[] gradient, float scale, float shrinkage, float rate) {
        for (int i = 0; i < w.length; i++) {
            w[i] = shrinkage * w[i] - rate * (scale * gradient[i]);
        }
    }

    /**
     * Updates v = momentum v + g and subtracts rate v, or rate (g + momentum v) with Nesterov momentum, as PyTorch's
     * SGD does.
     *
     * @param nesterovMomentum momentum with Nesterov, otherwise 0
     */
    private static void descendWithMomentum(
            float[] w,
            float[] gradient,
            float[] v,
            float scale,
            float shrinkage,
            float rate,
            float momentum,
            float nesterovMomentum) {
        boolean nesterov = nesterovMomentum > 0;
        for (int i = 0; i < w.length; i++) {
            float g = scale * gradient[i];
            float velocity = momentum * v[i] + g;
            v[i] = velocity;
            w[i] = shrinkage * w[i] - rate * (nesterov ? g + nesterovMomentum * velocity : velocity);
        }
    }

    /** Returns the number of steps taken. */
    public int steps() {
        return steps;
    }

    /** Writes the state, for {@link #read} of an optimizer with the same settings and weights. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(steps);
        out.writeLong(length());
        for (float[][] state : List.of(momentum, second)) {
            for (float[] row : state) {
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length);
                bytes.asFloatBuffer().put(row);
                out.write(bytes.array());
            }
        }
        out.flush();
    }

    private long length() {
        long length = 0;
        for (float[][] state : List.of(momentum, second)) {
            for (float[] row : state) {
                length += row.length;
            }
        }
        return length;
    }

    /**
     * Reads the state.
     *
     * @throws IOException when it was written by an optimizer of another kind or size
     */
    public void read(DataInputStream in) throws IOException {
        steps = in.readInt();
        long length = in.readLong();
        if (length != length()) {
            throw new IOException("The saved state of the optimizer has " + length + " values, expected " + length());
        }
        for (float[][] state : List.of(momentum, second)) {
            for (float[] row : state) {
                byte[] bytes = new byte[Float.BYTES * row.length];
                in.readFully(bytes);
                ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
            }
        }
    }
}
