package dev.sextant.common.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.List;

/**
 * The specification of a study, as its author wrote it in the study file.
 *
 * @param name unique name, of a-z, 0-9 and -
 * @param startWith configurations to try first, each trained to the top rung
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

    /** Returns this specification with another budget. */
    public StudySpec withBudget(Budget other) {
        return new StudySpec(name, objective, trainer, space, fidelity, search, other, startWith, cluster);
    }

    /** Returns this specification with other configurations to try first. */
    public StudySpec withStartWith(List<Configuration> other) {
        return new StudySpec(name, objective, trainer, space, fidelity, search, budget, other, cluster);
    }

    /** Returns this specification with other cluster settings. */
    public StudySpec withCluster(ClusterSettings other) {
        return new StudySpec(name, objective, trainer, space, fidelity, search, budget, startWith, other);
    }
}
