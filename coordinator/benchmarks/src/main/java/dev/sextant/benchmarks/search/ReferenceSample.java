package dev.sextant.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Estimates reference scores by sampling. {@value #SAMPLE} independent uniform configurations give the median and RS220 (the
 * unbiased estimate over all subsets of 220). {@value #ROUNDS} rounds of shrinking random moves from the best of them give the
 * best known score. The seed is fixed.
 */
final class ReferenceSample {
    private static final int SAMPLE = 10_000;
    private static final int BATCH = 100;
    private static final int CLIMBERS = 10;
    private static final int MOVES = 10;
    private static final int ROUNDS = 40;
    private static final double FIRST_STEP = 0.3;
    private static final double SHRINKING = 0.9;
    private static final double SHARE_OF_AXES = 0.4;
    private static final long SEED = 220;

    private final ScoredPoints scored;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** A point with its score. */
    private static final class Scored {
        private final double[] point;
        private final ScoredPoints.Score score;

        private Scored(double[] point, ScoredPoints.Score score) {
            this.point = point;
            this.score = score;
        }

        private double best() {
            return score.best();
        }
    }

    private ReferenceSample(ScoredPoints scored) {
        this.scored = scored;
    }

    /** Estimates the reference scores of a task. */
    static Reference of(ScoredPoints scored) {
        return new ReferenceSample(scored).reference();
    }

    private Reference reference() {
        List<Scored> sample = new ArrayList<>();
        while (sample.size() < SAMPLE) {
            sample.addAll(score(IntStream.range(0, BATCH)
                    .mapToObj(i -> random.doubles(scored.dimensions()).toArray())
                    .toArray(double[][]::new)));
        }
        double[] best = sample.stream().mapToDouble(Scored::best).toArray();
        double[] last = sample.stream().mapToDouble(one -> one.score.last()).toArray();
        sample.sort(Comparator.comparingDouble(Scored::best).reversed());
        return new Reference(
                climb(sample.subList(0, CLIMBERS)),
                Quantiles.of(last).at(0.5),
                ExpectedBest.of(best, Reference.RANDOM_RUNS));
    }

    private List<Scored> score(double[][] points) {
        List<ScoredPoints.Score> scores = scored.scores(points);
        return IntStream.range(0, points.length)
                .mapToObj(i -> new Scored(points[i], scores.get(i)))
                .toList();
    }

    /** The best score after climbing from some points. */
    private double climb(List<Scored> starts) {
        List<Scored> best = new ArrayList<>(starts);
        double step = FIRST_STEP;
        for (int round = 0; round < ROUNDS; round++) {
            for (int climber = 0; climber < best.size(); climber++) {
                double[] from = best.get(climber).point;
                double width = step;
                double[][] moved = IntStream.range(0, MOVES)
                        .mapToObj(move -> moved(from, width))
                        .toArray(double[][]::new);
                for (Scored candidate : score(moved)) {
                    if (candidate.best() > best.get(climber).best()) {
                        best.set(climber, candidate);
                    }
                }
            }
            step *= SHRINKING;
        }
        return best.stream().mapToDouble(Scored::best).max().orElseThrow();
    }

    /** A random move. A move beyond a bound ends on the bound, where optima often lie. */
    private double[] moved(double[] from, double width) {
        return Arrays.stream(from)
                .map(coordinate -> random.nextDouble() < SHARE_OF_AXES
                        ? Math.min(1, Math.max(0, coordinate + width * random.nextGaussian()))
                        : coordinate)
                .toArray();
    }
}
