package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.Configuration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class RobustnessSuitesTest {
    private static final List<BenchmarkTask> TASKS = RobustnessSuites.tasks();

    private static BenchmarkTask task(String name) {
        return TASKS.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Configuration> configurations(BenchmarkTask task, int count) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, count)
                .mapToObj(i -> task.space()
                        .at(random.doubles(task.space().dimensions()).toArray()))
                .toList();
    }

    /** Spearman's rank correlation of the values after some epochs with the scores. */
    private static double agreement(BenchmarkTask task, int epoch) {
        Replay replay = task.replay();
        List<Configuration> configurations = configurations(task, 1000);
        return new SpearmansCorrelation()
                .correlation(
                        configurations.stream()
                                .mapToDouble(c -> replay.value(c, epoch).orElseThrow())
                                .toArray(),
                        configurations.stream().mapToDouble(replay::score).toArray());
    }

    @Test
    void earlyEpochsTellMuchOfThePlainTasksAndNothingOfTheShuffledOnes() {
        assertThat(agreement(task("plain-1"), 2)).isBetween(0.2, 0.9);
        assertThat(agreement(task("plain-1"), 52)).isCloseTo(1, within(1e-9));
        assertThat(agreement(task("shuffled-1"), 18)).isBetween(-0.1, 0.1);
        assertThat(agreement(task("shuffled-1"), 52)).isCloseTo(1, within(1e-9));
        assertThat(agreement(task("noisy-1"), 52)).isBetween(0.5, 0.95);
    }

    @Test
    void aFifthFailsAndATenthIsNotANumber() {
        BenchmarkTask task = task("failing-1");
        Replay replay = task.replay();
        int failed = 0;
        int nan = 0;
        for (Configuration configuration : configurations(task, 4000)) {
            if (replay.value(configuration, 10).isEmpty()) {
                failed++;
            } else if (replay.value(configuration, 10).get().isNaN()) {
                nan++;
            }
        }
        // Five standard errors.
        assertThat(failed / 4000.0).isCloseTo(0.2, within(0.032));
        assertThat(nan / 4000.0).isCloseTo(0.1, within(0.024));
    }

    @Test
    void whatLiesBeyondTheCliffFailsOrBreaksTheConstraintAndTheBestLieBeforeIt() {
        Replay fails = task("cliff-1").replay();
        Replay failsLate = task("late-cliff-1").replay();
        Replay breaks = task("constrained-1").replay();
        Configuration best = null;
        int beyond = 0;
        for (Configuration configuration : configurations(task("cliff-1"), 4000)) {
            boolean failed = fails.value(configuration, 1).isEmpty();
            assertThat(failsLate.value(configuration, 9)).isPresent();
            assertThat(failsLate.value(configuration, 10).isEmpty()).isEqualTo(failed);
            assertThat(breaks.value(configuration, 1).orElseThrow()).isFinite();
            assertThat(breaks.margins(configuration, 1).get(0) < 0).isEqualTo(failed);
            beyond += failed ? 1 : 0;
            best = best == null || fails.score(configuration) > fails.score(best) ? configuration : best;
        }
        assertThat(beyond).isBetween(200, 3800);
        assertThat(fails.value(best, 1)).isPresent();
    }

    @Test
    void aThirdIsNotTooCostlyAndTheBestIs() {
        Replay costly = task("costly-1").replay();
        List<Configuration> configurations = configurations(task("costly-1"), 4000);
        Configuration best = configurations.stream()
                .max(Comparator.comparingDouble(costly::score))
                .orElseThrow();
        double bestAllowed = configurations.stream()
                .filter(configuration -> costly.margins(configuration, 1).get(0) >= 0)
                .mapToDouble(costly::score)
                .max()
                .orElseThrow();

        long allowed = configurations.stream()
                .filter(configuration -> costly.margins(configuration, 1).get(0) >= 0)
                .count();
        assertThat(allowed / 4000.0).isCloseTo(1 / 3.0, within(0.03));
        assertThat(costly.margins(best, 52).get(0)).isNegative();
        assertThat(task("costly-1").reference().best())
                .isGreaterThanOrEqualTo(bestAllowed)
                .isLessThan(task("plain-1").reference().best());
    }

    @Test
    void theDiscreteSpaceHasFortyPoints() {
        assertThat(task("forty-1").configurations()).isEqualTo(40);
        assertThat(task("forty-1").space().size(100)).hasValue(40);
    }

    @Test
    void whichCategoryIsBestDependsOnAnother() {
        BenchmarkTask task = task("categories-1");
        Replay replay = task.replay();
        double[] point = new double[12];
        Set<Integer> best = new HashSet<>();
        for (int second = 0; second < 4; second++) {
            point[1] = (second + 0.5) / 4;
            best.add(IntStream.range(0, 3)
                    .boxed()
                    .max(Comparator.comparingDouble(first -> {
                        double[] moved = point.clone();
                        moved[0] = (first + 0.5) / 3;
                        return replay.score(task.space().at(moved));
                    }))
                    .orElseThrow());
        }

        assertThat(best).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void onlyFiveOfThirtyMatter() {
        BenchmarkTask task = task("thirty-1");
        Replay replay = task.replay();
        double[] middle = new double[30];
        java.util.Arrays.fill(middle, 0.5);
        double score = replay.score(task.space().at(middle));
        long mattering = IntStream.range(0, 30)
                .filter(axis -> {
                    double[] moved = middle.clone();
                    moved[axis] = 0.9;
                    return replay.score(task.space().at(moved)) != score;
                })
                .count();
        assertThat(mattering).isBetween(5L, 6L);
    }

    @Test
    void judgesNoisyRunsByWhatTheValuesAreWorth() {
        BenchmarkTask task = task("noisy-1");
        BenchmarkResult run = new StudyRun(
                        Contender.of("random"),
                        task,
                        new StudyRun.Protocol(2, 3, 1040, OptionalDouble.empty()),
                        System::nanoTime)
                .run(1, 1);

        // Twenty random configurations are below the best; with noise of a tenth their measurements would not be.
        assertThat(run.best().after(1040, 0)).isLessThan(task.reference().randomBestOf220() + 0.02);
        assertThat(run.recommended()).isLessThanOrEqualTo(run.best().after(1040, 0) + 1e-12);
    }

    @Test
    void everyContenderGetsThroughEverySuite() {
        for (BenchmarkTask task : TASKS) {
            if (task.name().endsWith("-2")) {
                for (String name : Contender.BASELINES) {
                    BenchmarkResult run = new StudyRun(
                                    Contender.of(name),
                                    task,
                                    new StudyRun.Protocol(2, 3, 300, OptionalDouble.empty()),
                                    System::nanoTime)
                            .run(3, 0);
                    assertThat(run.best().steps())
                            .as("%s on %s", name, task.name())
                            .isNotEmpty();
                }
            }
        }
    }
}
