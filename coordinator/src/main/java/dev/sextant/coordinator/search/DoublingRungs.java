package dev.sextant.coordinator.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Has an algorithm compare trials whenever their epochs have doubled, instead of at the study's rungs: from the lowest
 * rung up, the last step at least a factor of √2. The share of trials that goes on stays 1/η, so that fewer get far, and
 * one that was promoted by mistake costs less before the next comparison.
 */
final class DoublingRungs implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;

    DoublingRungs(SearchAlgorithm algorithm) {
        this.algorithm = algorithm;
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
                of(view.rungs()),
                view.reduction(),
                view.seed(),
                view.slots(),
                view.maxTrials(),
                view.startWith(),
                view.trials()));
    }

    /** E.g. 2, 4, 8, 16, 32, 52 for the rungs 2, 6, 18, 52. */
    static List<Integer> of(List<Integer> rungs) {
        int top = rungs.get(rungs.size() - 1);
        List<Integer> doubling = new ArrayList<>();
        for (long epochs = rungs.get(0); epochs * Math.sqrt(2) < top; epochs *= 2) {
            doubling.add((int) epochs);
        }
        doubling.add(top);
        return doubling;
    }
}
