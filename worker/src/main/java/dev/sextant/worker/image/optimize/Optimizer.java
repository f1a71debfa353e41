package dev.sextant.worker.image.optimize;

import dev.sextant.worker.image.saved.SavedArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * SGD, Adam or AdamW on all weights of a network, which lie in one flat vector, as their gradients do. The state is
 * the number of steps and up to two vectors of the same length; {@link #write} and {@link #read} preserve it to the
 * bit. Used by one thread.
 */
public final class Optimizer implements AutoCloseable {
    static final double BETA_1 = 0.9;
    static final double BETA_2 = 0.999;
    static final double EPSILON = 1e-8;

    private final OptimizerSettings settings;
    private final List<Slice> slices = new ArrayList<>();
    private final INDArray state;
    private int steps;

    /**
     * Views of a block in all vectors. {@code momentum} is the velocity of SGD or the first moment of Adam, {@code
     * second} the second moment of Adam; empty where the algorithm has none.
     */
    private record Slice(WeightBlock block, INDArray weights, INDArray gradient, INDArray momentum, INDArray second) {}

    /**
     * Creates an optimizer that has taken no steps.
     *
     * @param blocks blocks of weights in the order of the vectors, which they cover without gaps
     * @param weights all weights; any shape, contiguous
     * @param gradient gradient of the summed loss of a batch; overwritten by {@link #step}
     * @throws IllegalArgumentException when the blocks do not cover the vectors
     */
    public Optimizer(OptimizerSettings settings, List<WeightBlock> blocks, INDArray weights, INDArray gradient) {
        this.settings = settings;
        long length = weights.length();
        int vectors = settings.kind() != OptimizerSettings.Kind.SGD ? 2 : settings.momentum() > 0 ? 1 : 0;
        state = vectors == 0 ? Nd4j.empty() : Nd4j.zeros(vectors * length);
        INDArray flatWeights = weights.reshape(length);
        INDArray flatGradient = gradient.reshape(length);
        long covered = 0;
        for (WeightBlock block : merged(blocks)) {
            if (block.from() != covered) {
                throw new IllegalArgumentException("Block " + block + " must begin at " + covered);
            }
            covered = block.to();
            slices.add(new Slice(
                    block,
                    view(flatWeights, block, 0),
                    view(flatGradient, block, 0),
                    vectors > 0 ? view(state, block, 0) : Nd4j.empty(),
                    vectors > 1 ? view(state, block, length) : Nd4j.empty()));
        }
        if (covered != length) {
            throw new IllegalArgumentException("Blocks end at " + covered + ", not at " + length);
        }
    }

    private static List<WeightBlock> merged(List<WeightBlock> blocks) {
        List<WeightBlock> merged = new ArrayList<>();
        for (WeightBlock block : blocks) {
            if (!merged.isEmpty() && block.continues(merged.get(merged.size() - 1))) {
                WeightBlock last = merged.remove(merged.size() - 1);
                merged.add(new WeightBlock(last.from(), block.to(), block.use(), block.rate(), block.decays()));
            } else {
                merged.add(block);
            }
        }
        return merged;
    }

    private static INDArray view(INDArray vector, WeightBlock block, long offset) {
        return vector.get(NDArrayIndex.interval(offset + block.from(), offset + block.to()));
    }

    /**
     * Takes a step.
     *
     * @param images number of images in the batch
     * @param learningRate learning rate of this step
     */
    public void step(int images, double learningRate) {
        scale(images);
        for (Slice slice : slices) {
            switch (slice.block().use()) {
                case FROZEN -> {}
                case STATISTICS -> slice.weights().subi(slice.gradient());
                case TRAINED -> move(slice, learningRate * slice.block().rate());
            }
        }
        steps++;
    }

    /** Divides the gradient by the number of images, and clips its norm. */
    private void scale(int images) {
        double squares = 0;
        for (Slice slice : slices) {
            if (slice.block().use() == WeightBlock.Use.TRAINED) {
                slice.gradient().divi(images);
                if (settings.gradientClip() > 0) {
                    double norm = slice.gradient().norm2Number().doubleValue();
                    squares += norm * norm;
                }
            }
        }
        double norm = Math.sqrt(squares);
        if (settings.gradientClip() > 0 && norm > settings.gradientClip()) {
            for (Slice slice : slices) {
                if (slice.block().use() == WeightBlock.Use.TRAINED) {
                    slice.gradient().muli(settings.gradientClip() / norm);
                }
            }
        }
    }

    private void move(Slice slice, double rate) {
        double decay = slice.block().decays() ? settings.weightDecay() : 0;
        if (decay > 0) {
            if (settings.kind() == OptimizerSettings.Kind.ADAM) {
                add(decay, slice.weights(), slice.gradient());
            } else {
                // Before the step, as in Loshchilov and Hutter, arXiv:1711.05101, algorithms 1 and 2, and in PyTorch.
                slice.weights().muli(1 - rate * decay);
            }
        }
        if (settings.kind() == OptimizerSettings.Kind.SGD) {
            descend(slice, rate);
        } else {
            // Kingma and Ba, arXiv:1412.6980, in the order of computation at the end of section 2.
            Nd4j.exec(new AdamUpdater(
                    slice.gradient(), slice.second(), slice.momentum(), rate, BETA_1, BETA_2, EPSILON, steps));
            slice.weights().subi(slice.gradient());
        }
    }

    /**
     * Updates v = momentum v + g and subtracts rate v, or rate (g + momentum v) with Nesterov momentum, as PyTorch's
     * SGD does.
     */
    private void descend(Slice slice, double rate) {
        if (settings.momentum() == 0) {
            add(-rate, slice.gradient(), slice.weights());
            return;
        }
        slice.momentum().muli(settings.momentum()).addi(slice.gradient());
        if (settings.nesterov()) {
            add(settings.momentum(), slice.momentum(), slice.gradient());
            add(-rate, slice.gradient(), slice.weights());
        } else {
            add(-rate, slice.momentum(), slice.weights());
        }
    }

    /** Computes y += a x. */
    private static void add(double a, INDArray x, INDArray y) {
        Nd4j.getBlasWrapper().level1().axpy(x.length(), a, x, y);
    }

    /** Returns the number of steps taken. */
    public int steps() {
        return steps;
    }

    /** Writes the state, for {@link #read} of an optimizer with the same settings and weights. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(steps);
        out.writeLong(state.isEmpty() ? 0 : state.length());
        if (!state.isEmpty()) {
            Nd4j.write(state, out);
        }
        out.flush();
    }

    /**
     * Reads the state.
     *
     * @throws IOException when it was written by an optimizer of another kind or size
     */
    public void read(DataInputStream in) throws IOException {
        steps = in.readInt();
        long length = in.readLong();
        long expected = state.isEmpty() ? 0 : state.length();
        if (length != expected) {
            throw new IOException("The saved state of the optimizer has " + length + " values, expected " + expected);
        }
        if (length > 0) {
            try (INDArray read = SavedArray.read(in, length)) {
                state.assign(read);
            }
        }
    }

    @Override
    public void close() {
        if (!state.isEmpty()) {
            state.close();
        }
    }
}
