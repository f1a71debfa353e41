package dev.sextant.worker.image.train;

import java.util.function.ToDoubleFunction;

/**
 * Learning rates of a phase relative to the setting {@code learning_rate}. Immutable.
 *
 * @param share share of {@code learning_rate} that the phase trains with at the top of its schedule
 * @param layerShare share of the phase's rate by name of the layer; 0 leaves the layer as it is
 */
public record LearningRates(double share, ToDoubleFunction<String> layerShare) {
    /** The full learning rate for all layers. */
    static final LearningRates UNIFORM = new LearningRates(1, layer -> 1);
}
