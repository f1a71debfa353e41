package dev.sextant.coordinator.search.algorithm;

import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;

/** Has an algorithm see the study's top rung only: what trials were worth before counts for nothing. */
public final class TopRungOnly implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;

    public TopRungOnly(SearchAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public String name() {
        return algorithm.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        int top = view.rungs().size() - 1;
        return algorithm.propose(view.withRungs(view.rungs().subList(top, top + 1)));
    }
}
