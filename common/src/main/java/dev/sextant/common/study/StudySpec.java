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
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double MILLIS_PER_SECOND = 1000;

    public StudySpec {
        startWith = List.copyOf(startWith);
    }

    /** Returns the slot time that the budget allows, in seconds; infinite without a limit on time. */
    public double slotSeconds() {
        int devices = Math.max(1, cluster.gpusPerTrial());
        double ofDevices = budget.deviceHours().orElse(Double.POSITIVE_INFINITY) * SECONDS_PER_HOUR / devices;
        double ofWallClock = budget.wallClock()
                .map(limit -> limit.toMillis() / MILLIS_PER_SECOND * cluster.slots())
                .orElse(Double.POSITIVE_INFINITY);
        return Math.min(ofDevices, ofWallClock);
    }

    /** Returns this specification with the trainer at another revision. */
    public StudySpec withTrainerRevision(int revision) {
        return new StudySpec(
                name, objective, trainer.withRevision(revision), space, fidelity, search, budget, startWith, cluster);
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
