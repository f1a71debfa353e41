package dev.sextant.coordinator.search.sample;

import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.points.TriedPoints;
import dev.sextant.coordinator.search.rung.ReasonFormat;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.tpe.Bandwidths;
import dev.sextant.coordinator.search.tpe.DensityRatio;
import dev.sextant.coordinator.search.tpe.KernelDensity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The sampler of BOHB (Falkner, Klein and Hutter, ICML 2018, section 3.2 and algorithm 2): one in three configurations is
 * random; the others are drawn from the density of the best trials at the deepest rung that has enough of them, of which
 * that is taken where they are densest against the worst ones there.
 */
public final class BohbSampler implements Sampler {
    /** Keeps these random numbers apart from others that are drawn from the same seed. */
    private static final long STREAM = 0x424f4842L;

    private static final double RANDOM_SHARE = 1.0 / 3;
    /** q. */
    private static final double GOOD_SHARE = 0.15;
    /** N_s. */
    private static final int CANDIDATES = 64;
    /** b_w. */
    private static final double WIDENING = 3;
    /** More say hardly more, and every proposal looks at all of them. */
    private static final int MOST = 300;

    private final Sampler floor = PointSampler.of(new RandomPoints());
    private final KnownConfigurations known = new KnownConfigurations();
    private final RungTable table = new RungTable();
    private final TriedPoints points = new TriedPoints();

    @Override
    public String name() {
        return "bohb";
    }

    @Override
    public Optional<Sample> sample(StudyView view) {
        known.follow(view);
        table.follow(view);
        // The deepest with at least N_min + 2 trials.
        Optional<Integer> rung = table.deepestWith(fewest(view) + 2);
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size()));
        if (random.nextDouble() < RANDOM_SHARE || rung.isEmpty()) {
            return floor.sample(view);
        }
        points.follow(view);
        List<Integer> rows = bestFirst(rung.get());
        int fewest = fewest(view);
        int goodCount = Math.min(MOST, Math.max(fewest, (int) (GOOD_SHARE * rows.size())));
        int badCount = Math.min(MOST, Math.max(fewest, rows.size() - goodCount));
        DensityRatio ratio = new DensityRatio(
                points.axes(),
                density(rows.subList(0, goodCount)),
                density(rows.subList(rows.size() - badCount, rows.size())));
        return RatioSample.first(
                        ratio.candidates(random, CANDIDATES, WIDENING),
                        known,
                        "bohb",
                        goodCount,
                        badCount,
                        " at " + ReasonFormat.epochs(view.rungs().get(rung.get())))
                .or(() -> floor.sample(view));
    }

    /** N_min = d + 1. */
    private static int fewest(StudyView view) {
        return view.space().dimensions() + 1;
    }

    private List<Integer> bestFirst(int rung) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            if (table.standings(row) > rung) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparingDouble(row -> -table.score(row, rung)));
        return rows;
    }

    private KernelDensity density(List<Integer> rows) {
        List<double[]> at = rows.stream().map(points::point).toList();
        return new KernelDensity(points.axes(), at, Bandwidths.ofNormalReference(points.axes(), at), false);
    }
}
