package dev.sextant.worker.image.layer;

import java.util.function.Supplier;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's sums before its activation, from the forward pass of a training step to its way back.
 *
 * <p>Activations overwrite the sums with their values. For some that does no harm: the identity needs no sums, and ReLU's
 * derivative, and ReLU6's, is the same at the sum and at the value. For others nothing is kept.
 */
final class CachedPreactivations {
    private final boolean useful;
    private INDArray sums;

    CachedPreactivations(IActivation activation) {
        useful = suffice(activation);
    }

    /** Whether an activation's way back can do with the activation's value in place of the sum. */
    static boolean suffice(IActivation activation) {
        return activation instanceof ActivationIdentity
                || activation instanceof ActivationReLU6
                || CachedForward.isPlainReLU(activation);
    }

    /** The sums: kept, when there are some and the way back asks, else computed. */
    Pair<INDArray, INDArray> sums(
            boolean training, boolean forBackprop, Supplier<Pair<INDArray, INDArray>> computation) {
        if (forBackprop && sums != null) {
            INDArray kept = sums;
            sums = null;
            return new Pair<>(kept, null);
        }
        Pair<INDArray, INDArray> computed = computation.get();
        // A forward pass that is not for training frees or reuses the memory.
        sums = useful && training && !forBackprop ? computed.getFirst() : null;
        return computed;
    }

    void clear() {
        sums = null;
    }
}
