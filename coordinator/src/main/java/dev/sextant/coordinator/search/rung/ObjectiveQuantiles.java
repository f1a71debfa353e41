package dev.sextant.coordinator.search.rung;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.List;

/**
 * How far each trial got by its objective metric, whether or not it keeps the constraints: what a model of the metric
 * learns, since it does not end where a constraint is broken. Follows a study from view to view at the price of what is new
 * in it; not safe for use by several threads.
 */
public final class ObjectiveQuantiles {
    private final RungQuantiles kept;
    private final RungTable table = new RungTable();
    private final RungQuantiles regardless = new RungQuantiles(table);
    private List<Trial> seen = List.of();
    private List<Trial> withoutConstraints = List.of();
    private boolean constrained;

    /** @param kept the study's own table, which follows it: it says all when there are no constraints */
    public ObjectiveQuantiles(RungTable kept) {
        this.kept = new RungQuantiles(kept);
    }

    /** Makes these the quantiles of the view. */
    public void follow(StudyView view) {
        constrained = view.constraints() > 0;
        if (!constrained) {
            return;
        }
        List<Trial> now = new ArrayList<>(view.trials().size());
        for (Trial trial : view.trials()) {
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

    /** As {@link RungQuantiles#of}. */
    public double of(int row) {
        return quantiles().of(row);
    }

    /** As {@link RungQuantiles#at}. */
    public double at(int row, int rung) {
        return quantiles().at(row, rung);
    }

    private RungQuantiles quantiles() {
        return constrained ? regardless : kept;
    }
}
