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

/** Looks for the configuration most worth trying among those that a study does not have. */
public final class UntriedPoints {
    /** How near to another trial a point of the unit cube, not yet rounded, may lie, times √D: nearer ones teach too little. */
    public static final double NEAREST = 0.02;
    /** The same where there is no other point any more: of few parameters, say. */
    private static final double NEAREST_AT_LAST = NEAREST / 10;

    private final TrialPoints points;
    private final KnownConfigurations known;

    /** Both follow the study. */
    public UntriedPoints(TrialPoints points, KnownConfigurations known) {
        this.points = points;
        this.known = known;
    }

    /** How much points are worth trying: larger is better. */
    public interface Worth {
        /** @param features [n][F] */
        double[] of(double[][] features);
    }

    /** A configuration and what it is worth. */
    public record Untried(Configuration configuration, double worth) {}

    /**
     * The best that was found; empty when all of them lie where trials are already.
     *
     * @param box where to look; everywhere when there is nothing in it
     * @param promising points of the unit cube near which to look too
     */
    public Optional<Untried> best(
            StudyView view,
            Maximizer maximiser,
            Box box,
            Worth worth,
            List<double[]> promising,
            SplittableRandom random) {
        Box everywhere = Box.unit(view.space().dimensions());
        return best(view, maximiser, box, NEAREST, worth, promising, random)
                .or(() -> best(view, maximiser, everywhere, NEAREST, worth, promising, random))
                .or(() -> best(view, maximiser, everywhere, NEAREST_AT_LAST, worth, promising, random));
    }

    private Optional<Untried> best(
            StudyView view,
            Maximizer maximiser,
            Box box,
            double nearest,
            Worth worth,
            List<double[]> promising,
            SplittableRandom random) {
        NearPoints latest = points.latest(nearest);
        List<Maximizer.Maximum> maxima =
                maximiser.maximise(cube -> values(worth, latest, cube), box, promising, random);
        for (Maximizer.Maximum maximum : maxima) {
            Configuration configuration = view.space().at(maximum.point());
            if (maximum.value() > Double.NEGATIVE_INFINITY && !known.contains(configuration)) {
                return Optional.of(new Untried(configuration, maximum.value()));
            }
        }
        return Optional.empty();
    }

    private double[] values(Worth worth, NearPoints latest, double[][] cube) {
        double[][] features = points.embedded(cube);
        double[] values = worth.of(features);
        for (int i = 0; i < cube.length; i++) {
            if (latest.anyNear(cube[i]) || points.areTaken(features[i])) {
                values[i] = Double.NEGATIVE_INFINITY;
            }
        }
        return values;
    }
}
