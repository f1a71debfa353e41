package dev.sextant.coordinator.search;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The trials of a study that reached the lowest rung or failed, the best first: by how far they got among all, as the search
 * compares them. A pure function of the view.
 */
public final class RankedTrials {
    private RankedTrials() {}

    /** Returns the trials, the best first and failed ones last. */
    public static List<Trial> bestFirst(StudyView view) {
        RungTable table = new RungTable();
        table.follow(view);
        RungQuantiles quantiles = new RungQuantiles(table);
        return IntStream.range(0, table.size())
                .filter(row -> table.rungsReached(row) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(quantiles::quantile))
                .map(table::trial)
                .toList();
    }
}
