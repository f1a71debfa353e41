package dev.sextant.coordinator.search.sample;

import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.points.KnownConfigurations;
import dev.sextant.coordinator.search.points.RandomPoints;
import dev.sextant.coordinator.search.points.SobolPoints;
import dev.sextant.coordinator.search.points.TriedPoints;
import dev.sextant.coordinator.search.rung.BoundedHeap;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.tpe.Bandwidths;
import dev.sextant.coordinator.search.tpe.DensityRatio;
import dev.sextant.coordinator.search.tpe.KernelDensity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The multivariate tree-structured Parzen estimator (Bergstra et al., NeurIPS 2011; multivariate as in Optuna). Candidates
 * are drawn from the density of the best tenth of the trials at the top rung; the one with the largest ratio to the density of
 * all others is taken. Running trials count among the others (a constant liar), so that parallel slots spread. Not
 * thread-safe.
 */
public final class TpeSampler implements Sampler {
    /** Separates these random numbers from others that are drawn with the same seed. */
    private static final long STREAM = 0x545045L;

    private static final int INITIAL_TRIALS = 10;
    private static final double GOOD_SHARE = 0.1;
    private static final int MAX_GOOD = 25;
    /** Limited because every proposal evaluates all of them. */
    private static final int MAX_OTHERS = 300;

    private static final int CANDIDATES = 64;

    private final Sampler initialSampler = PointSampler.of(new SobolPoints());
    private final Sampler randomSampler = PointSampler.of(new RandomPoints());
    private final KnownConfigurations known = new KnownConfigurations();
    private final RungTable table = new RungTable();
    private final TriedPoints points = new TriedPoints();

    @Override
    public String name() {
        return "tpe";
    }

    @Override
    public Optional<Sample> sample(StudyView view) {
        known.follow(view);
        table.follow(view);
        points.follow(view);
        int top = view.rungs().size() - 1;
        int atTop = table.rankedAt(top);
        if (atTop < INITIAL_TRIALS) {
            return initialSampler.sample(view);
        }
        BoundedHeap goodRows = goodRows(top, Math.min(MAX_GOOD, (int) Math.ceil(GOOD_SHARE * atTop)));
        BoundedHeap otherRows = otherRows(view, top, goodRows);
        List<double[]> good = new ArrayList<>();
        List<double[]> others = new ArrayList<>();
        goodRows.forEach(row -> good.add(points.point(row)));
        otherRows.forEach(row -> others.add(points.point(row)));
        DensityRatio ratio = new DensityRatio(points.axes(), density(good), density(others));
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size()));
        return new RatioSample(name(), good.size(), others.size(), "")
                .firstUntried(ratio.candidates(random, CANDIDATES, 1), known)
                .or(() -> randomSampler.sample(view));
    }

    private BoundedHeap goodRows(int top, int count) {
        BoundedHeap good = new BoundedHeap(count);
        for (int row = 0; row < table.size(); row++) {
            if (table.rungsReached(row) > top) {
                good.offer(-table.score(row, top), row);
            }
        }
        return good;
    }

    /** All other rows, or a selection of them: all that are not ranked at the top rung yet, and random ones. */
    private BoundedHeap otherRows(StudyView view, int top, BoundedHeap goodRows) {
        boolean[] isGood = new boolean[table.size()];
        goodRows.forEach(row -> isGood[row] = true);
        BoundedHeap others = new BoundedHeap(MAX_OTHERS);
        for (int row = 0; row < table.size(); row++) {
            if (!isGood[row]) {
                double key =
                        table.rungsReached(row) > top ? HashedRandom.uniform(HashedRandom.bits(view.seed(), row)) : -1;
                others.offer(key, row);
            }
        }
        return others;
    }

    private KernelDensity density(List<double[]> kernels) {
        return new KernelDensity(
                points.axes(), kernels, Bandwidths.ofMultivariateTpe(points.axes(), kernels.size()), true);
    }
}
