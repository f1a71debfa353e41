package dev.sextant.common.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.List;

/**
 * One search, as its author wrote it: what is tuned, by what, towards what, and for how much.
 *
 * @param name unique, [a-z0-9-]
 * @param startWith configurations tried first, to the top rung
 */
public record StudySpec(
        String name,
        Objective objective,
        TrainerSpec trainer,
        SearchSpace space,
        Fidelity fidelity,
        SearchSettings search,
        Budget budget,
        List<Configuration> startWith,
        ClusterSettings cluster) {
    public StudySpec {
        startWith = List.copyOf(startWith);
    }

    /** This specification with another cluster section. */
    public StudySpec withCluster(ClusterSettings other) {
        return new StudySpec(name, objective, trainer, space, fidelity, search, budget, startWith, other);
    }
}
