package dev.sextant.worker.image.head;

import dev.sextant.worker.image.optimize.RowOptimizer;
import dev.sextant.worker.image.optimize.WeightBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of a layer with their gradient, in rows.
 *
 * @param values the weights, which training changes in place
 * @param gradient gradient of the summed loss of a batch; for statistics the step itself
 * @param use how the optimizer changes the weights
 * @param decays whether weight decay shrinks them
 */
@SuppressWarnings("ArrayRecordComponent") // trained in place, never compared
record Weights(float[][] values, float[][] gradient, WeightBlock.Use use, boolean decays) {

    /** Returns weights that follow the gradient and that weight decay shrinks. */
    static Weights decaying(float[][] values, float[][] gradient) {
        return new Weights(values, gradient, WeightBlock.Use.TRAINED, true);
    }

    /** Returns weights that follow the gradient, without weight decay. */
    static Weights trained(float[][] values, float[][] gradient) {
        return new Weights(values, gradient, WeightBlock.Use.TRAINED, false);
    }

    /** Returns statistics that a layer measures. */
    static Weights statistics(float[][] values, float[][] gradient) {
        return new Weights(values, gradient, WeightBlock.Use.STATISTICS, false);
    }

    List<RowOptimizer.Row> rows() {
        List<RowOptimizer.Row> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            rows.add(new RowOptimizer.Row(values[i], gradient[i], use, decays));
        }
        return rows;
    }
}
