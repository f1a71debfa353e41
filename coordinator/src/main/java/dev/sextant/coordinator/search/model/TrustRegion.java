package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.acquisition.Box;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.List;
import java.util.Optional;

/**
 * Where a model of many parameters is followed: near the best trial. Elsewhere it knows next to nothing, and the most that is
 * promised always lies on bounds far from all data. A box that is halved when D trials in a row brought nothing better at the
 * lowest rung, and doubled after three that did (TuRBO: Eriksson et al., Scalable global optimization via local Bayesian
 * optimization, NeurIPS 2019, section 2); one that came to nothing is made as large as the first again. Numbers are held in
 * it; categories, which are near to none, are free. A function of the trials.
 *
 * @param trial number of the trial in the middle
 * @param reach how far from it the box goes on each axis of the unit cube
 */
record TrustRegion(int trial, double reach, Box box) {
    /** Spaces of so many parameters and more have one. */
    static final int FEWEST_PARAMETERS = 21;

    private static final double FIRST_REACH = 0.4;
    private static final double MOST_REACH = 0.8;
    /** In a smaller box all points would be too near to the trial in its middle. */
    private static final double LEAST_REACH = UntriedPoints.NEAREST;

    private static final int WINS = 3;

    /**
     * @param table follows the study
     * @param best the row of the trial in the middle
     * @param point [D] of that trial
     */
    static Optional<TrustRegion> of(SearchSpace space, RungTable table, int best, double[] point) {
        if (space.dimensions() < FEWEST_PARAMETERS) {
            return Optional.empty();
        }
        double reach = reach(table, space.dimensions());
        return Optional.of(new TrustRegion(table.trial(best).number(), reach, box(space, point, reach)));
    }

    private static double reach(RungTable table, int dimensions) {
        double reach = FIRST_REACH;
        double best = RungTable.WORST;
        int wins = 0;
        int losses = 0;
        for (int row = 0; row < table.size(); row++) {
            if (table.standings(row) == 0) {
                continue;
            }
            boolean better = table.score(row, 0) > best;
            best = Math.max(best, table.score(row, 0));
            wins = better ? wins + 1 : 0;
            losses = better ? 0 : losses + 1;
            if (wins == WINS) {
                reach = Math.min(MOST_REACH, 2 * reach);
                wins = 0;
            } else if (losses == dimensions) {
                reach = reach / 2 < LEAST_REACH ? FIRST_REACH : reach / 2;
                losses = 0;
            }
        }
        return reach;
    }

    private static Box box(SearchSpace space, double[] point, double reach) {
        List<Parameter> parameters = space.parameters();
        double[] low = new double[point.length];
        double[] high = new double[point.length];
        for (int axis = 0; axis < point.length; axis++) {
            boolean free = parameters.get(axis) instanceof CategoricalParameter;
            low[axis] = free ? 0 : Math.max(0, point[axis] - reach);
            high[axis] = free ? 1 : Math.min(1, point[axis] + reach);
        }
        return new Box(low, high);
    }
}
