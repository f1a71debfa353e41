package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import java.util.List;
import java.util.Set;

/**
 * An earlier study for a warm start: its trials that can be mapped into the search space of the new study. Immutable.
 *
 * @param name name of the earlier study
 * @param goal whether its metric is maximized or minimized
 * @param rungs epochs of its rungs, lowest first
 * @param startWith its configurations of {@code start_with}, trained to the top whatever their values
 * @param trials its trials, with configurations of the new study's space
 * @param unknown parameters of the new study that it did not have; the trials' values of them mean nothing
 */
public record EarlierStudy(
        String name,
        Goal goal,
        List<Integer> rungs,
        List<Configuration> startWith,
        List<Trial> trials,
        Set<String> unknown) {
    public EarlierStudy {
        rungs = List.copyOf(rungs);
        startWith = List.copyOf(startWith);
        trials = List.copyOf(trials);
        unknown = Set.copyOf(unknown);
    }
}
