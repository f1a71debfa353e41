package dev.sextant.worker.image.optimize;

/**
 * Consecutive weights that the optimizer treats alike.
 *
 * @param from position of the first weight in the flat vector, inclusive
 * @param to position after the last weight
 * @param use way in which the weights change
 * @param rate share of the learning rate
 * @param decays whether weight decay shrinks them
 */
public record WeightBlock(long from, long to, Use use, double rate, boolean decays) {
    /** Ways in which weights change. */
    public enum Use {
        /** They follow the gradient. */
        TRAINED,
        /** They are statistics, such as the running mean of batch normalization: the gradient is the step itself. */
        STATISTICS,
        /** They do not change. */
        FROZEN
    }

    public WeightBlock {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("Block must not be empty: from " + from + " to " + to);
        }
    }

    /** Returns whether the block follows another one that is treated alike. */
    boolean continues(WeightBlock other) {
        return other.to == from && other.use == use && other.rate == rate && other.decays == decays;
    }
}
