package dev.sextant.coordinator.search.algorithm;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.List;

/** Shows an algorithm the top rung alone, so that values at lower rungs do not count. Thread-safe if the algorithm is. */
public final class TopRungOnly implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;

    /**
     * Wraps an algorithm.
     *
     * @param algorithm sees the study with a single rung
     */
    public TopRungOnly(SearchAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public String name() {
        return algorithm.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        return algorithm.propose(topOnly(view));
    }

    @Override
    public int firstEpochs(StudyView view, Configuration configuration) {
        return algorithm.firstEpochs(topOnly(view), configuration);
    }

    private static StudyView topOnly(StudyView view) {
        return view.withRungs(List.of(view.maxEpochs()));
    }
}
