package dev.sextant.coordinator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one trial gained on the way from one epoch to a later one.
 *
 * @param from index of the first epoch among the trial's
 * @param to index of the later one
 */
record Gain(BestSoFar trial, int from, int to) {
    /** All gains of all trials. */
    static List<Gain> of(List<BestSoFar> trials) {
        List<Gain> gains = new ArrayList<>();
        for (BestSoFar trial : trials) {
            for (int to = 1; to < trial.epochs().size(); to++) {
                for (int from = 0; from < to; from++) {
                    gains.add(new Gain(trial, from, to));
                }
            }
        }
        return gains;
    }

    /** At most so many: half of them of the trials that were trained longest, the others at random. */
    static List<Gain> chosen(List<Gain> gains, int most, long seed) {
        ModelData chosen = ModelData.choose(
                gains.size(), gain -> true, gain -> -gains.get(gain).trial().trained(), most, seed);
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> gains.get(chosen.row(i)))
                .toList();
    }

    double[] features(GainPlaces places) {
        return places.features(
                trial.row(),
                trial.epochs().get(from),
                trial.values().get(from),
                trial.epochs().get(to));
    }

    /** The gain on the scale, for the length of the way. */
    double target(GainPlaces places) {
        double gained = places.scale().scaled(trial.values().get(to))
                - places.scale().scaled(trial.values().get(from));
        return gained / places.spread(trial.epochs().get(from), trial.epochs().get(to));
    }
}
