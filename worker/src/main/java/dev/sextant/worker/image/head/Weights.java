package dev.sextant.worker.image.head;

import dev.sextant.worker.image.optimize.RowOptimizer;
import dev.sextant.worker.image.optimize.WeightBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of a layer, in rows, with their gradient.
 *
 * @param use what the optimizer does with them
 * @param decays whether weight decay shrinks them
 */
@SuppressWarnings("ArrayRecordComponent") // trained in place, compared by nobody
record Weights(float[][] values, float[][] gradient, WeightBlock.Use use, boolean decays) {

    static Weights decaying(float[][] values, float[][] gradient) {
        return new Weights(values, gradient, WeightBlock.Use.TRAINED, true);
    }

    static Weights trained(float[][] values, float[][] gradient) {
        return new Weights(values, gradient, WeightBlock.Use.TRAINED, false);
    }

    static Weights measured(float[][] values, float[][] gradient) {
        return new Weights(values, gradient, WeightBlock.Use.MEASURED, false);
    }

    List<RowOptimizer.Row> rows() {
        List<RowOptimizer.Row> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            rows.add(new RowOptimizer.Row(values[i], gradient[i], use, decays));
        }
        return rows;
    }
}
