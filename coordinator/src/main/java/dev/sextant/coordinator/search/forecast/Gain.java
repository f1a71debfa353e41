package dev.sextant.coordinator.search.forecast;

import dev.sextant.coordinator.search.model.ModelData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The gain of a trial's best value from one epoch to a later one.
 *
 * @param from index of the earlier epoch in {@link RunningBest#epochs}
 * @param to index of the later epoch
 */
public record Gain(RunningBest trial, int from, int to) {
    /** The gains between any two epochs of each trial. */
    public static List<Gain> allOf(List<RunningBest> trials) {
        List<Gain> gains = new ArrayList<>();
        for (RunningBest trial : trials) {
            for (int to = 1; to < trial.epochs().size(); to++) {
                for (int from = 0; from < to; from++) {
                    gains.add(new Gain(trial, from, to));
                }
            }
        }
        return gains;
    }

    /** At most {@code limit} gains: half of them of the trials that were trained longest, the others random. */
    public static List<Gain> select(List<Gain> gains, int limit, long seed) {
        ModelData selected = ModelData.select(
                gains.size(), gain -> true, gain -> -gains.get(gain).trial().epochsTrained(), limit, seed);
        return IntStream.range(0, selected.size())
                .mapToObj(i -> gains.get(selected.row(i)))
                .toList();
    }

    double[] features(GainFeatures features) {
        return features.of(
                trial.row(),
                trial.epochs().get(from),
                trial.values().get(from),
                trial.epochs().get(to));
    }

    /** The gain on the study's scale, divided by {@link GainFeatures#spread}. */
    double target(GainFeatures features) {
        double gain = features.scale().scaled(trial.values().get(to))
                - features.scale().scaled(trial.values().get(from));
        return gain / features.spread(trial.epochs().get(from), trial.epochs().get(to));
    }
}
