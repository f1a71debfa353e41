package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.acquisition.Box;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.List;
import java.util.Optional;

/**
 * The part of a space with many parameters in which the model is trusted: a box around the best trial (TuRBO: Eriksson et
 * al., Scalable global optimization via local Bayesian optimization, NeurIPS 2019, section 2). Without it the acquisition
 * function would be largest at bounds far from all data, where the model knows next to nothing.
 *
 * <p>The box is halved after D trials in a row that were no better at the lowest rung, and doubled after three in a row that
 * were better. A box that becomes too small is replaced by one of the initial size. Numeric parameters are limited to the
 * box; categories have no neighbors and are free. A function of the trials.
 *
 * @param trial number of the trial at the center
 * @param halfWidth distance from the center to each side of the box, on axes from 0 to 1
 */
record TrustRegion(int trial, double halfWidth, Box box) {
    /** Spaces with fewer parameters have no trust region. */
    static final int FEWEST_PARAMETERS = 21;

    private static final double INITIAL_HALF_WIDTH = 0.4;
    private static final double MAX_HALF_WIDTH = 0.8;
    /** In a smaller box all points would be too near to the trial at its center. */
    private static final double MIN_HALF_WIDTH = UntriedPoints.MIN_DISTANCE;

    private static final int WINS_TO_DOUBLE = 3;

    /**
     * The trust region of a study; empty for a space with few parameters.
     *
     * @param table follows the study
     * @param best row of the trial at the center
     * @param center point of that trial, [D]
     */
    static Optional<TrustRegion> of(SearchSpace space, RungTable table, int best, double[] center) {
        if (space.dimensions() < FEWEST_PARAMETERS) {
            return Optional.empty();
        }
        double halfWidth = halfWidth(table, space.dimensions());
        return Optional.of(new TrustRegion(table.trial(best).number(), halfWidth, box(space, center, halfWidth)));
    }

    private static double halfWidth(RungTable table, int dimensions) {
        double halfWidth = INITIAL_HALF_WIDTH;
        double best = RungTable.WORST;
        int wins = 0;
        int failures = 0;
        for (int row = 0; row < table.size(); row++) {
            if (table.rungsReached(row) == 0) {
                continue;
            }
            boolean isBetter = table.score(row, 0) > best;
            best = Math.max(best, table.score(row, 0));
            wins = isBetter ? wins + 1 : 0;
            failures = isBetter ? 0 : failures + 1;
            if (wins == WINS_TO_DOUBLE) {
                halfWidth = Math.min(MAX_HALF_WIDTH, 2 * halfWidth);
                wins = 0;
            } else if (failures == dimensions) {
                halfWidth = halfWidth / 2 < MIN_HALF_WIDTH ? INITIAL_HALF_WIDTH : halfWidth / 2;
                failures = 0;
            }
        }
        return halfWidth;
    }

    private static Box box(SearchSpace space, double[] center, double halfWidth) {
        List<Parameter> parameters = space.parameters();
        double[] low = new double[center.length];
        double[] high = new double[center.length];
        for (int axis = 0; axis < center.length; axis++) {
            boolean isFree = parameters.get(axis) instanceof CategoricalParameter;
            low[axis] = isFree ? 0 : Math.max(0, center[axis] - halfWidth);
            high[axis] = isFree ? 1 : Math.min(1, center[axis] + halfWidth);
        }
        return new Box(low, high);
    }
}
