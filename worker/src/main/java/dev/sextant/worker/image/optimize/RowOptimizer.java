package dev.sextant.worker.image.optimize;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Does to rows of floats what {@link Optimizer} does to ND4J's vectors, in one pass over them. {@link #write} and {@link #read}
 * keep its state to the bit. Used by one thread.
 */
public final class RowOptimizer {
    private final OptimizerSettings settings;
    private final List<Row> rows;
    private final float[][] first;
    private final float[][] second;
    private int steps;

    /**
     * Weights that lie together.
     *
     * @param gradient of the sum of a batch's losses; of measured weights the step itself
     */
    @SuppressWarnings("ArrayRecordComponent") // trained in place, compared by nobody
    public record Row(float[] weights, float[] gradient, WeightBlock.Use use, boolean decays) {}

    public RowOptimizer(OptimizerSettings settings, List<Row> rows) {
        this.settings = settings;
        this.rows = List.copyOf(rows);
        boolean sgd = settings.kind() == OptimizerSettings.Kind.SGD;
        first = sgd && settings.momentum() == 0 ? new float[0][] : like(rows);
        second = sgd ? new float[0][] : like(rows);
    }

    private static float[][] like(List<Row> rows) {
        return rows.stream().map(row -> new float[row.weights().length]).toArray(float[][]::new);
    }

    /**
     * Takes a step.
     *
     * @param images in the batch whose losses' sum the gradient is of
     * @param learningRate of this step
     */
    public void step(int images, double learningRate) {
        float scale = (float) (clipping(images) / images);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            switch (row.use()) {
                case FROZEN -> {}
                case MEASURED -> take(row.weights(), row.gradient());
                case TRAINED -> move(row, i, scale, learningRate);
            }
        }
        steps++;
    }

    /** What shortens the mean gradient to the longest allowed. */
    private double clipping(int images) {
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
        float inGradient = coupled ? (float) decay : 0;
        // Before the step, as Loshchilov and Hutter, arXiv:1711.05101, algorithms 1 and 2, and PyTorch have it.
        float kept = coupled ? 1 : (float) (1 - rate * decay);
        if (settings.kind() != OptimizerSettings.Kind.SGD) {
            // Kingma and Ba, arXiv:1412.6980, in the order of computation at the end of section 2.
            int t = steps + 1;
            float alpha =
                    (float) (rate * Math.sqrt(1 - Math.pow(Optimizer.BETA_2, t)) / (1 - Math.pow(Optimizer.BETA_1, t)));
            adam(row.weights(), row.gradient(), first[i], second[i], scale, inGradient, kept, alpha);
        } else if (first.length == 0) {
            descend(row.weights(), row.gradient(), scale, kept, (float) rate);
        } else {
            float ahead = settings.nesterov() ? (float) settings.momentum() : 0;
            roll(
                    row.weights(),
                    row.gradient(),
                    first[i],
                    scale,
                    kept,
                    (float) rate,
                    (float) settings.momentum(),
                    ahead);
        }
    }

    private static void take(float[] w, float[] step) {
        for (int i = 0; i < w.length; i++) {
            w[i] -= step[i];
        }
    }

    private static void adam(
            float[] w, float[] gradient, float[] m, float[] v, float scale, float decay, float kept, float alpha) {
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
            w[i] = kept * w[i] - alpha * mean / ((float) Math.sqrt(square) + epsilon);
        }
    }

    private static void descend(float[] w, float[] gradient, float scale, float kept, float rate) {
        for (int i = 0; i < w.length; i++) {
            w[i] = kept * w[i] - rate * (scale * gradient[i]);
        }
    }

    /**
     * v = momentum v + g; then weights move by v, or by g + momentum v with Nesterov's look ahead, as in PyTorch's SGD.
     *
     * @param ahead momentum with the look ahead, else 0
     */
    private static void roll(
            float[] w, float[] gradient, float[] v, float scale, float kept, float rate, float momentum, float ahead) {
        boolean looks = ahead > 0;
        for (int i = 0; i < w.length; i++) {
            float g = scale * gradient[i];
            float velocity = momentum * v[i] + g;
            v[i] = velocity;
            w[i] = kept * w[i] - rate * (looks ? g + ahead * velocity : velocity);
        }
    }

    /** Steps taken. */
    public int steps() {
        return steps;
    }

    /** Writes the state; {@link #read} of an optimizer made alike takes it. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(steps);
        out.writeLong(length());
        for (float[][] state : List.of(first, second)) {
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
        for (float[][] state : List.of(first, second)) {
            for (float[] row : state) {
                length += row.length;
            }
        }
        return length;
    }

    /** @throws IOException when what is read is not the state of an optimizer like this one */
    public void read(DataInputStream in) throws IOException {
        steps = in.readInt();
        long length = in.readLong();
        if (length != length()) {
            throw new IOException("The optimizer's state has " + length + " values, not " + length());
        }
        for (float[][] state : List.of(first, second)) {
            for (float[] row : state) {
                byte[] bytes = new byte[Float.BYTES * row.length];
                in.readFully(bytes);
                ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
            }
        }
    }
}
