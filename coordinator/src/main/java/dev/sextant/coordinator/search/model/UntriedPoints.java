package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.acquisition.Box;
import dev.sextant.coordinator.search.acquisition.Maximizer;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.NearPoints;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Maximizes an acquisition function over the configurations that a study does not have yet. Not thread-safe. */
public final class UntriedPoints {
    /**
     * Minimum distance to the latest trials, times √D, before discrete parameters are rounded: nearer points teach too
     * little.
     */
    public static final double MIN_DISTANCE = 0.02;
    /** Minimum distance when no point satisfies the other, as when trials fill a single axis. */
    private static final double RELAXED_MIN_DISTANCE = MIN_DISTANCE / 10;

    private final TrialPoints points;
    private final KnownConfigurations known;

    /**
     * Creates a search for untried configurations of a study.
     *
     * @param points follows the study
     * @param known follows the study
     */
    public UntriedPoints(TrialPoints points, KnownConfigurations known) {
        this.points = points;
        this.known = known;
    }

    /** An acquisition function of many points at once; larger is better. */
    public interface Worth {
        /**
         * The value at each point.
         *
         * @param cube the points, [n][D]
         * @param features their features, [n][F]
         * @return [n], which may be changed
         */
        double[] at(double[][] cube, double[][] features);
    }

    /** A configuration and its value of the acquisition function. */
    public record Untried(Configuration configuration, double worth) {}

    /**
     * The best untried configuration found; empty when all candidates are too near to trials.
     *
     * @param box the part of the cube to search first; the whole cube follows when nothing is found in it
     * @param promising points of the unit cube whose neighborhoods are searched, too
     */
    public Optional<Untried> best(
            StudyView view,
            Maximizer maximizer,
            Box box,
            Worth worth,
            List<double[]> promising,
            SplittableRandom random) {
        Box cube = Box.unit(view.space().dimensions());
        return best(view, maximizer, box, MIN_DISTANCE, worth, promising, random)
                .or(() -> best(view, maximizer, cube, MIN_DISTANCE, worth, promising, random))
                .or(() -> best(view, maximizer, cube, RELAXED_MIN_DISTANCE, worth, promising, random));
    }

    private Optional<Untried> best(
            StudyView view,
            Maximizer maximizer,
            Box box,
            double minDistance,
            Worth worth,
            List<double[]> promising,
            SplittableRandom random) {
        NearPoints latest = points.latest(minDistance);
        List<Maximizer.Maximum> maxima =
                maximizer.maximize(cube -> worthOfUntried(worth, latest, cube), box, promising, random);
        for (Maximizer.Maximum maximum : maxima) {
            Configuration configuration = view.space().at(maximum.point());
            if (maximum.value() > Double.NEGATIVE_INFINITY && !known.contains(configuration)) {
                return Optional.of(new Untried(configuration, maximum.value()));
            }
        }
        return Optional.empty();
    }

    /** The values of points, −∞ for those that were tried or are too near to a trial. */
    private double[] worthOfUntried(Worth worth, NearPoints latest, double[][] cube) {
        double[][] features = points.embedded(cube);
        double[] values = worth.at(cube, features);
        for (int i = 0; i < cube.length; i++) {
            if (latest.anyNear(cube[i]) || points.areTaken(features[i])) {
                values[i] = Double.NEGATIVE_INFINITY;
            }
        }
        return values;
    }
}
