package dev.sextant.worker.image.layer;

import java.util.function.Supplier;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Preactivations of a layer, cached from the forward to the backward pass of a training step. Used by one thread.
 *
 * <p>Activation functions overwrite preactivations with activations. For the identity, ReLU and ReLU6 this is
 * harmless: their derivative is the same at the activation as at the preactivation. For other functions nothing is
 * cached.
 */
final class CachedPreactivations {
    private final boolean enabled;
    private INDArray cached;

    CachedPreactivations(IActivation activation) {
        enabled = canUseActivations(activation);
    }

    /**
     * Returns whether the derivative of a function can be computed from the activation instead of the preactivation.
     */
    static boolean canUseActivations(IActivation activation) {
        return activation instanceof ActivationIdentity
                || activation instanceof ActivationReLU6
                || CachedForward.isPlainReLU(activation);
    }

    /** Returns the cached preactivations in a backward pass, and computed ones otherwise. */
    Pair<INDArray, INDArray> preactivations(
            boolean training, boolean forBackprop, Supplier<Pair<INDArray, INDArray>> computation) {
        if (forBackprop && cached != null) {
            INDArray preactivations = cached;
            cached = null;
            return new Pair<>(preactivations, null);
        }
        Pair<INDArray, INDArray> computed = computation.get();
        // The memory of a forward pass outside of training is freed or reused.
        cached = enabled && training && !forBackprop ? computed.getFirst() : null;
        return computed;
    }

    void clear() {
        cached = null;
    }
}
