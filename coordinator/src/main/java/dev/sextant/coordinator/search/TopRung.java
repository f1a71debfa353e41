package dev.sextant.coordinator.search;

/** Has an algorithm see the study's top rung only: what trials were worth before counts for nothing. */
final class TopRung implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;

    TopRung(SearchAlgorithm algorithm) {
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
