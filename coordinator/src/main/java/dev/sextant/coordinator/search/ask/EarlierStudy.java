package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import java.util.List;
import java.util.Set;

/**
 * An earlier study's trials, as far as they have a place in another study's search space.
 *
 * @param goal which way its metric is better
 * @param rungs its own, lowest first
 * @param startWith configurations that it trained to the top whatever their values
 * @param trials with configurations of the other study's space
 * @param unknown parameters of the other study that this one knows nothing of: what trials have for them means nothing
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
