package dev.sextant.coordinator.search.rung;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantiles by the objective metric alone, whether or not a trial satisfies the constraints. A model of the metric learns
 * these, because the metric is smooth across the bound of a constraint. Follows a study from view to view and updates only
 * what changed. Not thread-safe.
 */
public final class ObjectiveQuantiles {
    private final RungQuantiles constrainedQuantiles;
    private final RungTable unconstrainedTable = new RungTable();
    private final RungQuantiles unconstrainedQuantiles = new RungQuantiles(unconstrainedTable);
    private List<Trial> trials = List.of();
    private List<Trial> unconstrainedTrials = List.of();
    private boolean constrained;

    /**
     * Creates the quantiles of a study.
     *
     * @param table follows the study; its quantiles are used when the study has no constraints
     */
    public ObjectiveQuantiles(RungTable table) {
        this.constrainedQuantiles = new RungQuantiles(table);
    }

    /** Updates the quantiles to a view of the study. */
    public void follow(StudyView view) {
        constrained = view.constraints() > 0;
        if (!constrained) {
            return;
        }
        List<Trial> updated = new ArrayList<>(view.trials().size());
        for (Trial trial : view.trials()) {
            int row = updated.size();
            boolean unchanged = row < trials.size() && trial.equals(trials.get(row));
            updated.add(
                    unchanged
                            ? unconstrainedTrials.get(row)
                            : trial.withCurve(trial.curve().regardlessOfConstraints()));
        }
        trials = view.trials();
        unconstrainedTrials = updated;
        unconstrainedTable.follow(view.withTrials(updated));
    }

    /** Returns the quantile as {@link RungQuantiles#quantile} defines it. */
    public double quantile(int row) {
        return quantiles().quantile(row);
    }

    /** Returns the quantile as {@link RungQuantiles#quantileAt} defines it. */
    public double quantileAt(int row, int rung) {
        return quantiles().quantileAt(row, rung);
    }

    private RungQuantiles quantiles() {
        return constrained ? unconstrainedQuantiles : constrainedQuantiles;
    }
}
