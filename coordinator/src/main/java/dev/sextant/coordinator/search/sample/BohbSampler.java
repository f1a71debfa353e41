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
 * The sampler of BOHB (Falkner, Klein and Hutter, ICML 2018, section 3.2 and algorithm 2). One in three configurations is
 * random. For the others, candidates are drawn from the density of the best trials at the deepest rung with enough trials;
 * the one with the largest ratio to the density of the worst trials there is taken. Not thread-safe.
 */
public final class BohbSampler implements Sampler {
    /** Separates these random numbers from others that are drawn with the same seed. */
    private static final long STREAM = 0x424f4842L;

    private static final double RANDOM_SHARE = 1.0 / 3;
    /** q: share of the trials that count as good. */
    private static final double GOOD_SHARE = 0.15;
    /** N_s: number of candidates drawn. */
    private static final int CANDIDATES = 64;
    /** b_w: factor for the bandwidths while drawing. */
    private static final double WIDENING = 3;
    /** Largest number of trials of a density, because every proposal evaluates all of them. */
    private static final int MAX_KERNELS = 300;

    private final Sampler randomSampler = PointSampler.of(new RandomPoints());
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
        Optional<Integer> rung = table.deepestRungWith(minimumTrials(view) + 2);
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size()));
        if (random.nextDouble() < RANDOM_SHARE || rung.isEmpty()) {
            return randomSampler.sample(view);
        }
        points.follow(view);
        List<Integer> rows = bestFirst(rung.get());
        int minimum = minimumTrials(view);
        int goodCount = Math.min(MAX_KERNELS, Math.max(minimum, (int) (GOOD_SHARE * rows.size())));
        int badCount = Math.min(MAX_KERNELS, Math.max(minimum, rows.size() - goodCount));
        DensityRatio ratio = new DensityRatio(
                points.axes(),
                density(rows.subList(0, goodCount)),
                density(rows.subList(rows.size() - badCount, rows.size())));
        String where = " at " + ReasonFormat.epochs(view.rungs().get(rung.get()));
        return new RatioSample(name(), goodCount, badCount, where)
                .firstUntried(ratio.candidates(random, CANDIDATES, WIDENING), known)
                .or(() -> randomSampler.sample(view));
    }

    /** N_min = d + 1: smallest number of trials of a density. */
    private static int minimumTrials(StudyView view) {
        return view.space().dimensions() + 1;
    }

    /** Rows of the trials that are ranked at a rung, best first. */
    private List<Integer> bestFirst(int rung) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            if (table.rungsReached(row) > rung) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparingDouble(row -> -table.score(row, rung)));
        return rows;
    }

    private KernelDensity density(List<Integer> rows) {
        List<double[]> kernels = rows.stream().map(points::point).toList();
        return new KernelDensity(points.axes(), kernels, Bandwidths.ofNormalReference(points.axes(), kernels), false);
    }
}
