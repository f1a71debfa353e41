package dev.sextant.coordinator.search.forecast;

import dev.sextant.coordinator.search.model.ModelData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one trial gained on the way from one epoch to a later one.
 *
 * @param from index of the first epoch among the trial's
 * @param to index of the later one
 */
public record Gain(RunningBest trial, int from, int to) {
    /** All gains of all trials. */
    public static List<Gain> of(List<RunningBest> trials) {
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

    /** At most so many: half of them of the trials that were trained longest, the others at random. */
    public static List<Gain> chosen(List<Gain> gains, int most, long seed) {
        ModelData chosen = ModelData.choose(
                gains.size(), gain -> true, gain -> -gains.get(gain).trial().trained(), most, seed);
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> gains.get(chosen.row(i)))
                .toList();
    }

    double[] features(GainFeatures places) {
        return places.features(
                trial.row(),
                trial.epochs().get(from),
                trial.values().get(from),
                trial.epochs().get(to));
    }

    /** The gain on the scale, for the length of the way. */
    double target(GainFeatures places) {
        double gained = places.scale().scaled(trial.values().get(to))
                - places.scale().scaled(trial.values().get(from));
        return gained / places.spread(trial.epochs().get(from), trial.epochs().get(to));
    }
}
