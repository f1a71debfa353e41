package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveExtrapolationTest {
    private static final int TOP = 27;

    /**
     * A curve on Views.line(): by configuration, with what chance adds on the way.
     *
     * @param noise standard deviation of what chance adds until the top
     */
    private static double[] curve(double x, double noise, SplittableRandom random) {
        double limit = 0.9 - (x - 0.4) * (x - 0.4);
        double chance = 0;
        double[] values = new double[TOP];
        for (int epoch = 1; epoch <= TOP; epoch++) {
            double step = (Math.log1p(epoch) - Math.log(epoch)) / Math.log1p(TOP);
            chance += noise * Math.sqrt(step) * random.nextGaussian();
            values[epoch - 1] = limit * (1 - 0.7 * Math.exp(-epoch / 6.0)) + chance;
        }
        return values;
    }

    private record Study(StudyView view, List<double[]> curves) {
        double end(int trial) {
            return LearningCurve.of(curves.get(trial - 1)).best(view.goal());
        }

        List<Integer> open() {
            return view.trials().stream()
                    .filter(trial -> trial.state() == TrialState.PAUSED)
                    .map(Trial::number)
                    .toList();
        }
    }

    /** Of each nine trials one is trained to the top, two go to 9 epochs, two to 3. */
    private static Study study(int count, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trial> trials = new ArrayList<>();
        List<double[]> curves = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            double x = random.nextDouble();
            double[] curve = curve(x, noise, random);
            int epochs = number % 9 == 0 ? TOP : number % 9 < 3 ? 9 : number % 9 < 5 ? 3 : 1;
            curves.add(curve);
            trials.add(new Trial(
                    number,
                    Views.x(x),
                    epochs == TOP ? TrialState.COMPLETED : TrialState.PAUSED,
                    epochs,
                    "test",
                    LearningCurve.of(curve).upTo(epochs)));
        }
        return new Study(Views.empty(Views.line(), 5).withTrials(trials), curves);
    }

    private static CurveExtrapolation.Expected expected(CurveExtrapolation values, int trial) {
        return values.of(trial).orElseThrow();
    }

    @Test
    void findsTheEndOfCurvesThatFollowFromTheirConfigurations() {
        Study study = study(90, 0, 1);
        CurveExtrapolation values = new CurveExtrapolation(study.view());

        double stays = 0;
        double error = 0;
        for (int trial : study.open()) {
            CurveExtrapolation.Expected expected = expected(values, trial);
            assertThat(expected.epochs()).isEqualTo(TOP);
            error +=
                    Math.abs(expected.value() - study.end(trial)) / study.open().size();
            stays += Math.abs(study.view().trials().get(trial - 1).curve().best(Goal.MAXIMIZE) - study.end(trial))
                    / study.open().size();
        }

        assertThat(stays).isGreaterThan(0.3);
        assertThat(error).isLessThan(0.01);
    }

    /** 90 % of the ends lie in their bands, of which half lie above the middle: over 400 trials with 99.9 % within bounds. */
    @Test
    void bandsHoldWhatTheySay() {
        int inside = 0;
        int above = 0;
        int all = 0;
        for (long seed = 1; seed <= 4; seed++) {
            Study study = study(117, 0.1, seed);
            CurveExtrapolation values = new CurveExtrapolation(study.view());
            for (int trial : study.open()) {
                CurveExtrapolation.Expected expected = expected(values, trial);
                double end = study.end(trial);
                inside += end >= expected.low() && end <= expected.high() ? 1 : 0;
                above += end > expected.value() ? 1 : 0;
                all++;
            }
        }

        assertThat(all).isEqualTo(4 * 104);
        assertThat(inside / (double) all).isBetween(0.84, 0.97);
        assertThat(above / (double) all).isBetween(0.35, 0.65);
    }

    @Test
    void bandsAreAsWideAsTheStudyIsNoisyAndNarrowerNearTheTop() {
        Study calm = study(90, 0.02, 2);
        Study noisy = study(90, 0.15, 2);

        assertThat(meanWidth(noisy, 1)).isGreaterThan(2 * meanWidth(calm, 1));
        assertThat(meanWidth(noisy, 9)).isLessThan(0.8 * meanWidth(noisy, 1));
    }

    private static double meanWidth(Study study, int epochs) {
        CurveExtrapolation values = new CurveExtrapolation(study.view());
        return study.open().stream()
                .filter(trial -> study.view().trials().get(trial - 1).curve().epochs() == epochs)
                .map(trial -> expected(values, trial))
                .mapToDouble(expected -> expected.high() - expected.low())
                .average()
                .orElseThrow();
    }

    @Test
    void saysTheSameOfTheSameRows() {
        Study study = study(60, 0.1, 3);
        CurveExtrapolation once = new CurveExtrapolation(study.view());
        CurveExtrapolation again = new CurveExtrapolation(study(60, 0.1, 3).view());

        assertThat(study.open()).allSatisfy(trial -> assertThat(once.of(trial)).isEqualTo(again.of(trial)));
    }

    @Test
    void lossesAreExpectedAsTheirNegativesAre() {
        Study study = study(60, 0.1, 4);
        List<Trial> negated = study.view().trials().stream()
                .map(trial -> new Trial(
                        trial.number(),
                        trial.configuration(),
                        trial.state(),
                        trial.targetEpoch(),
                        trial.proposedBy(),
                        LearningCurve.of(IntStream.rangeClosed(1, trial.curve().epochs())
                                .mapToDouble(epoch -> 5 - trial.curve().at(epoch))
                                .toArray())))
                .toList();
        List<Trial> shifted = study.view().trials().stream()
                .map(trial -> new Trial(
                        trial.number(),
                        trial.configuration(),
                        trial.state(),
                        trial.targetEpoch(),
                        trial.proposedBy(),
                        LearningCurve.of(IntStream.rangeClosed(1, trial.curve().epochs())
                                .mapToDouble(epoch -> trial.curve().at(epoch) - 5)
                                .toArray())))
                .toList();
        CurveExtrapolation larger = new CurveExtrapolation(study.view().withTrials(shifted));
        CurveExtrapolation smaller =
                new CurveExtrapolation(Views.withGoal(study.view().withTrials(negated), Goal.MINIMIZE));

        assertThat(study.open()).allSatisfy(trial -> {
            CurveExtrapolation.Expected one = expected(larger, trial);
            CurveExtrapolation.Expected other = expected(smaller, trial);
            assertThat(other.value()).isEqualTo(-one.value());
            assertThat(other.low()).isEqualTo(-one.high());
            assertThat(other.high()).isEqualTo(-one.low());
        });
    }

    @Test
    void nothingIsWorseThanItIsNorBetterThanSharesCanBe() {
        Study study = study(90, 0.02, 6);
        CurveExtrapolation values = new CurveExtrapolation(study.view());

        assertThat(study.open()).allSatisfy(trial -> {
            CurveExtrapolation.Expected expected = expected(values, trial);
            double now = study.view().trials().get(trial - 1).curve().best(Goal.MAXIMIZE);
            assertThat(expected.low()).isGreaterThanOrEqualTo(now).isLessThanOrEqualTo(expected.value());
            assertThat(expected.value()).isLessThanOrEqualTo(expected.high());
            assertThat(expected.high()).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void expectsNothingWhileFewerThanTwoTrialsAreAtTheTop() {
        CurveExtrapolation one = new CurveExtrapolation(study(17, 0.1, 7).view());
        CurveExtrapolation two = new CurveExtrapolation(study(18, 0.1, 7).view());

        assertThat(one.atTop()).isEqualTo(1);
        assertThat(one.arePredictable()).isFalse();
        assertThat(one.of(1)).isEmpty();
        assertThat(two.atTop()).isEqualTo(2);
        assertThat(two.of(1)).isPresent();
    }

    @Test
    void expectsNothingOfTrialsThatAreOverOrHaveNoValue() {
        List<Trial> trials = new ArrayList<>(study(60, 0.1, 8).view().trials());
        trials.add(Views.trial(61, TrialState.FAILED, 3, 0.4));
        trials.add(Views.trial(62, TrialState.RUNNING, 3, Double.NaN));
        trials.add(Views.trial(63, TrialState.RUNNING, 3));
        trials.add(Views.trial(64, TrialState.STOPPED, 3, 0.4, Double.POSITIVE_INFINITY, Double.NaN));
        trials.add(Views.trial(65, TrialState.COMPLETED, 27, 0.4, 0.5));
        CurveExtrapolation values =
                new CurveExtrapolation(Views.empty(Views.line(), 5).withTrials(trials));

        assertThat(List.of(9, 61, 62, 63, 65))
                .allSatisfy(trial -> assertThat(values.of(trial)).isEmpty());
        assertThat(expected(values, 64).low()).isGreaterThanOrEqualTo(0.4).isFinite();
        assertThat(values.atTop()).as("with the one that ended early").isEqualTo(7);
    }

    @Test
    void learnsFromFullTrainingsAloneWhereThereAreNoRungs() {
        List<Trial> trials = new ArrayList<>(study(90, 0.02, 9).view().trials());
        trials.removeIf(trial -> trial.state() != TrialState.COMPLETED);
        List<Trial> numbered = new ArrayList<>();
        trials.forEach(trial -> numbered.add(
                new Trial(numbered.size() + 1, trial.configuration(), trial.state(), TOP, "random", trial.curve())));
        numbered.add(Views.trial(11, TrialState.RUNNING, TOP, 0.3, 0.4, 0.5));
        StudyView view = Views.empty(Views.line(), 5).withRungs(List.of(TOP)).withTrials(numbered);

        assertThat(expected(new CurveExtrapolation(view), 11).value()).isBetween(0.6, 1.0);
    }

    /** A value that nearly all trials share after an epoch does not hide what the few at the top gained. */
    @Test
    void trialsAtChanceMayRiseAsOthersDid() {
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= 60; number++) {
            double[] curve = new double[number % 10 == 0 ? TOP : 1];
            for (int epoch = 1; epoch <= curve.length; epoch++) {
                curve[epoch - 1] = 0.05 + 1e-5 * number + 0.8 * Math.log(epoch) / Math.log(TOP);
            }
            trials.add(Views.trial(
                    number, curve.length == TOP ? TrialState.COMPLETED : TrialState.PAUSED, curve.length, curve));
        }

        CurveExtrapolation.Expected expected =
                expected(new CurveExtrapolation(Views.empty(Views.line(), 1).withTrials(trials)), 33);
        assertThat(expected.high()).isGreaterThan(0.7);
        assertThat(expected.value()).isBetween(0.4, 1.0);
    }

    @Test
    void equalValuesStay() {
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            double[] curve = new double[number % 3 == 0 ? TOP : 3];
            Arrays.fill(curve, 0.5);
            trials.add(Views.trial(
                    number, curve.length == TOP ? TrialState.COMPLETED : TrialState.PAUSED, curve.length, curve));
        }

        assertThat(expected(new CurveExtrapolation(Views.empty(Views.line(), 1).withTrials(trials)), 1)
                        .value())
                .isCloseTo(0.5, within(1e-6));
    }
}
