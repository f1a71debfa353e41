package dev.sextant.coordinator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Has an algorithm compare trials at other rungs than the study's, of which the top rung is the same. */
final class OwnRungs implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;
    private final UnaryOperator<List<Integer>> rungs;

    private OwnRungs(SearchAlgorithm algorithm, UnaryOperator<List<Integer>> rungs) {
        this.algorithm = algorithm;
        this.rungs = rungs;
    }

    /**
     * Whenever epochs have doubled, from the lowest rung up. The share of trials that goes on stays 1/η, so that fewer get
     * far, and one that was promoted by mistake costs less before the next comparison.
     */
    static OwnRungs doubling(SearchAlgorithm algorithm) {
        return new OwnRungs(algorithm, OwnRungs::doubled);
    }

    /** At the top rung alone. */
    static OwnRungs top(SearchAlgorithm algorithm) {
        return new OwnRungs(algorithm, rungs -> rungs.subList(rungs.size() - 1, rungs.size()));
    }

    @Override
    public String name() {
        return algorithm.name();
    }

    @Override
    public Proposal propose(StudyView view) {
        return algorithm.propose(new StudyView(
                view.space(),
                view.goal(),
                rungs.apply(view.rungs()),
                view.reduction(),
                view.seed(),
                view.slots(),
                view.maxTrials(),
                view.startWith(),
                view.trials()));
    }

    /** E.g. 2, 4, 8, 16, 32, 52 for the rungs 2, 6, 18, 52: the last step is a factor of √2 at least. */
    static List<Integer> doubled(List<Integer> rungs) {
        int top = rungs.get(rungs.size() - 1);
        List<Integer> doubling = new ArrayList<>();
        for (long epochs = rungs.get(0); epochs * Math.sqrt(2) < top; epochs *= 2) {
            doubling.add((int) epochs);
        }
        doubling.add(top);
        return doubling;
    }
}
