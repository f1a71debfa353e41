package dev.sextant.worker.image.optimize;

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
 * Moves all weights of a network, which lie in one flat vector, against their gradients, which lie in another of the same
 * order. Its state are the step count and one or two vectors of that length; {@link #write} and {@link #read} keep them to
 * the bit. Used by one thread.
 */
public final class Optimizer implements AutoCloseable {
    static final double BETA_1 = 0.9;
    static final double BETA_2 = 0.999;
    static final double EPSILON = 1e-8;

    private final OptimizerSettings settings;
    private final List<Part> parts = new ArrayList<>();
    private final INDArray state;
    private int steps;

    /** A block's stretch of the vectors; what the optimizer does not need is empty. */
    private record Part(WeightBlock block, INDArray weights, INDArray gradient, INDArray first, INDArray second) {}

    /**
     * @param blocks in the order of the vectors, which they cover without a gap
     * @param weights all weights; any shape, contiguous
     * @param gradient of the sum of a batch's losses; overwritten by {@link #step}
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
            parts.add(new Part(
                    block,
                    stretch(flatWeights, block, 0),
                    stretch(flatGradient, block, 0),
                    vectors > 0 ? stretch(state, block, 0) : Nd4j.empty(),
                    vectors > 1 ? stretch(state, block, length) : Nd4j.empty()));
        }
        if (covered != length) {
            throw new IllegalArgumentException("Blocks end at " + covered + ", not at " + length);
        }
    }

    private static List<WeightBlock> merged(List<WeightBlock> blocks) {
        List<WeightBlock> merged = new ArrayList<>();
        for (WeightBlock block : blocks) {
            if (!merged.isEmpty() && block.continues(merged.get(merged.size() - 1))) {
                WeightBlock before = merged.remove(merged.size() - 1);
                merged.add(new WeightBlock(before.from(), block.to(), block.use(), block.rate(), block.decays()));
            } else {
                merged.add(block);
            }
        }
        return merged;
    }

    private static INDArray stretch(INDArray vector, WeightBlock block, long offset) {
        return vector.get(NDArrayIndex.interval(offset + block.from(), offset + block.to()));
    }

    /**
     * Takes a step.
     *
     * @param images in the batch whose losses' sum the gradient is of
     * @param learningRate of this step
     */
    public void step(int images, double learningRate) {
        scale(images);
        for (Part part : parts) {
            switch (part.block().use()) {
                case FROZEN -> {}
                case MEASURED -> part.weights().subi(part.gradient());
                case TRAINED -> move(part, learningRate * part.block().rate());
            }
        }
        steps++;
    }

    /** From the sum to the mean of the batch, and down to the longest length allowed. */
    private void scale(int images) {
        double squares = 0;
        for (Part part : parts) {
            if (part.block().use() == WeightBlock.Use.TRAINED) {
                part.gradient().divi(images);
                if (settings.gradientClip() > 0) {
                    double norm = part.gradient().norm2Number().doubleValue();
                    squares += norm * norm;
                }
            }
        }
        double norm = Math.sqrt(squares);
        if (settings.gradientClip() > 0 && norm > settings.gradientClip()) {
            for (Part part : parts) {
                if (part.block().use() == WeightBlock.Use.TRAINED) {
                    part.gradient().muli(settings.gradientClip() / norm);
                }
            }
        }
    }

    private void move(Part part, double rate) {
        double decay = part.block().decays() ? settings.weightDecay() : 0;
        if (decay > 0) {
            if (settings.kind() == OptimizerSettings.Kind.ADAM) {
                add(decay, part.weights(), part.gradient());
            } else {
                // Before the step, as Loshchilov and Hutter, arXiv:1711.05101, algorithms 1 and 2, and PyTorch have it.
                part.weights().muli(1 - rate * decay);
            }
        }
        if (settings.kind() == OptimizerSettings.Kind.SGD) {
            descend(part, rate);
        } else {
            // Kingma and Ba, arXiv:1412.6980, in the order of computation at the end of section 2.
            Nd4j.exec(new AdamUpdater(
                    part.gradient(), part.second(), part.first(), rate, BETA_1, BETA_2, EPSILON, steps));
            part.weights().subi(part.gradient());
        }
    }

    /** v = momentum v + g; then weights move by v, or by g + momentum v with Nesterov's look ahead, as in PyTorch's SGD. */
    private void descend(Part part, double rate) {
        if (settings.momentum() == 0) {
            add(-rate, part.gradient(), part.weights());
            return;
        }
        part.first().muli(settings.momentum()).addi(part.gradient());
        if (settings.nesterov()) {
            add(settings.momentum(), part.first(), part.gradient());
            add(-rate, part.gradient(), part.weights());
        } else {
            add(-rate, part.first(), part.weights());
        }
    }

    /** y += a x. */
    private static void add(double a, INDArray x, INDArray y) {
        Nd4j.getBlasWrapper().level1().axpy(x.length(), a, x, y);
    }

    /** Steps taken. */
    public int steps() {
        return steps;
    }

    /** Writes the state; {@link #read} of an optimizer made alike takes it. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(steps);
        out.writeLong(state.isEmpty() ? 0 : state.length());
        if (!state.isEmpty()) {
            Nd4j.write(state, out);
        }
        out.flush();
    }

    /** @throws IOException when what is read is not the state of an optimizer like this one */
    public void read(DataInputStream in) throws IOException {
        steps = in.readInt();
        long length = in.readLong();
        long expected = state.isEmpty() ? 0 : state.length();
        if (length != expected) {
            throw new IOException("The optimizer's state has " + length + " values, not " + expected);
        }
        if (length > 0) {
            try (INDArray read = Nd4j.read(in)) {
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
