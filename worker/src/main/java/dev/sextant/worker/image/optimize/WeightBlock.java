package dev.sextant.worker.image.optimize;

/**
 * Neighbouring weights that the optimizer treats alike.
 *
 * @param from position of the first in the flat vector
 * @param to position after the last
 * @param use what is done to them
 * @param rate share of the learning rate that they get
 * @param decays whether weight decay shrinks them
 */
public record WeightBlock(long from, long to, Use use, double rate, boolean decays) {
    /** What is done to weights. */
    public enum Use {
        /** They follow the gradient. */
        TRAINED,
        /** They are what a layer measured, such as batch norm's mean: its step is taken as it is. */
        MEASURED,
        /** They stay. */
        FROZEN
    }

    public WeightBlock {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("Block from " + from + " to " + to + " must hold weights");
        }
    }

    boolean continues(WeightBlock before) {
        return before.to == from && before.use == use && before.rate == rate && before.decays == decays;
    }
}
