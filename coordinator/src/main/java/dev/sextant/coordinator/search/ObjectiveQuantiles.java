package dev.sextant.coordinator.search;

import java.util.ArrayList;
import java.util.List;

/**
 * How far each trial got by its objective metric, whether or not it keeps the constraints: what a model of the metric
 * learns, since it does not end where a constraint is broken. Follows a study from view to view at the price of what is new
 * in it; not safe for use by several threads.
 */
final class ObjectiveQuantiles {
    private final SurvivalQuantiles kept;
    private final RungTable table = new RungTable();
    private final SurvivalQuantiles regardless = new SurvivalQuantiles(table);
    private List<TrialView> seen = List.of();
    private List<TrialView> withoutConstraints = List.of();
    private boolean constrained;

    /** @param kept the study's own table, which follows it: it says all when there are no constraints */
    ObjectiveQuantiles(RungTable kept) {
        this.kept = new SurvivalQuantiles(kept);
    }

    /** Makes these the quantiles of the view. */
    void follow(StudyView view) {
        constrained = view.constraints() > 0;
        if (!constrained) {
            return;
        }
        List<TrialView> now = new ArrayList<>(view.trials().size());
        for (TrialView trial : view.trials()) {
            int row = now.size();
            now.add(
                    row < seen.size() && trial.equals(seen.get(row))
                            ? withoutConstraints.get(row)
                            : trial.withCurve(trial.curve().regardlessOfConstraints()));
        }
        seen = view.trials();
        withoutConstraints = now;
        table.follow(view.withTrials(now));
    }

    /** As {@link SurvivalQuantiles#of}. */
    double of(int row) {
        return quantiles().of(row);
    }

    /** As {@link SurvivalQuantiles#at}. */
    double at(int row, int rung) {
        return quantiles().at(row, rung);
    }

    private SurvivalQuantiles quantiles() {
        return constrained ? regardless : kept;
    }
}
