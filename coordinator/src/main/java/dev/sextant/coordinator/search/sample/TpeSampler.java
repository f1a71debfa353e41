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
 * Multivariate TPE (Bergstra et al., NeurIPS 2011; as Optuna has it): configurations drawn from the density of the best
 * tenth of the trials at the top rung, of which that is taken where they are densest against all others. Trials under way
 * count among the others (a constant liar), so that slots spread.
 */
public final class TpeSampler implements Sampler {
    /** Keeps these random numbers apart from others that are drawn from the same seed. */
    private static final long STREAM = 0x545045L;

    private static final int FEWEST_AT_START = 10;
    private static final double GOOD_SHARE = 0.1;
    private static final int MOST_GOOD = 25;
    /** More say hardly more, and every proposal looks at all of them. */
    private static final int MOST_OTHERS = 300;

    private static final int CANDIDATES = 64;

    private final Sampler start = PointSampler.of(new SobolPoints());
    private final Sampler floor = PointSampler.of(new RandomPoints());
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
        int judged = table.standing(top);
        if (judged < FEWEST_AT_START) {
            return start.sample(view);
        }
        int goodCount = Math.min(MOST_GOOD, (int) Math.ceil(GOOD_SHARE * judged));
        BoundedHeap best = new BoundedHeap(goodCount);
        for (int row = 0; row < table.size(); row++) {
            if (table.standings(row) > top) {
                best.offer(-table.score(row, top), row);
            }
        }
        boolean[] isGood = new boolean[table.size()];
        best.forEach(row -> isGood[row] = true);
        BoundedHeap rest = new BoundedHeap(MOST_OTHERS);
        for (int row = 0; row < table.size(); row++) {
            if (!isGood[row]) {
                // Those under way are all kept: they spread the slots.
                double key =
                        table.standings(row) > top ? HashedRandom.uniform(HashedRandom.bits(view.seed(), row)) : -1;
                rest.offer(key, row);
            }
        }
        List<double[]> good = new ArrayList<>();
        List<double[]> others = new ArrayList<>();
        best.forEach(row -> good.add(points.point(row)));
        rest.forEach(row -> others.add(points.point(row)));
        DensityRatio ratio = new DensityRatio(points.axes(), density(good), density(others));
        SplittableRandom random = new SplittableRandom(HashedRandom.bits(STREAM, view.seed(), table.size()));
        return RatioSample.first(ratio.candidates(random, CANDIDATES, 1), known, "tpe", good.size(), others.size(), "")
                .or(() -> floor.sample(view));
    }

    private KernelDensity density(List<double[]> at) {
        return new KernelDensity(points.axes(), at, Bandwidths.ofMultivariateTpe(points.axes(), at.size()), true);
    }
}
