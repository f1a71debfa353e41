package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The work per epoch that the trainer declares for the trials of a study. Follows a study from view to view and asks once
 * for each trial; its contents are a function of the latest view alone. Not thread-safe.
 */
final class DeclaredWork {
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<OptionalDouble> works = new ArrayList<>();
    private int unknown;

    /** Updates the work to a view of the study. */
    void follow(StudyView view) {
        if (!TrialPoints.continues(view.trials(), configurations)) {
            configurations.clear();
            works.clear();
            unknown = 0;
        }
        for (int row = works.size(); row < view.trials().size(); row++) {
            Configuration configuration = view.trials().get(row).configuration();
            OptionalDouble work = view.knowledge().work().apply(configuration);
            configurations.add(configuration);
            works.add(work);
            unknown += work.isPresent() ? 0 : 1;
        }
    }

    /** Returns whether there are trials, and the work of each is known. */
    boolean isKnown() {
        return !works.isEmpty() && unknown == 0;
    }

    /** Returns the work of a trial, by its number less 1. */
    OptionalDouble of(int row) {
        return works.get(row);
    }

    /** Returns the work that is typical of the trials; empty if none is known. */
    OptionalDouble typical() {
        return TrialCosts.typical(works);
    }
}
