package dev.sextant.coordinator.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
    private static final double[][] ASKED = {{0.2, 0.7}, {0.95, 0.05}};

    private static GaussianProcess process() {
        return GaussianProcess.given(Reference.SQUARE, Reference.HYPERPARAMETERS, Reference.observations());
    }

    @Test
    void predictsWhatScikitLearnPredicts() {
        Prediction prediction = process().predict(ASKED, 2);

        assertThat(prediction.mean(0)).isCloseTo(1.0561048432850018, within(1e-10));
        assertThat(prediction.mean(1)).isCloseTo(0.5340803241480043, within(1e-10));
        assertThat(prediction.deviation(0)).isCloseTo(0.1268411023998886, within(1e-9));
        assertThat(prediction.deviation(1)).isCloseTo(0.2753205552915449, within(1e-9));
        assertThat(prediction.deviationGivenAll(0)).isEqualTo(prediction.deviation(0));
    }

    @Test
    void predictsWhatScikitLearnPredictsOfUnequallyNoisyData() {
        Prediction prediction = GaussianProcess.given(
                        Reference.SQUARE, Reference.HYPERPARAMETERS, Reference.unequallyNoisy())
                .predict(ASKED, 2);

        assertThat(prediction.mean(0)).isCloseTo(1.0592474510908816, within(1e-10));
        assertThat(prediction.mean(1)).isCloseTo(0.5074866831226528, within(1e-10));
        assertThat(prediction.deviation(0)).isCloseTo(0.07243983815596396, within(1e-9));
        assertThat(prediction.deviation(1)).isCloseTo(0.2390607252494762, within(1e-9));
    }

    /** Expected deviations: numpy 2.4.6 on the covariance of all eleven points. */
    @Test
    void pointsUnderWayShrinkTheUncertaintyAroundThemAndLeaveTheMean() {
        Prediction without = process().predict(ASKED, 2);
        Prediction with = process()
                .with(List.of(new double[] {0.25, 0.6}, new double[] {0.9, 0.9}))
                .predict(ASKED, 2);

        assertThat(with.deviationGivenAll(0)).isCloseTo(0.10821339781441155, within(1e-9));
        assertThat(with.deviationGivenAll(1)).isCloseTo(0.27395326358510036, within(1e-9));
        for (int i = 0; i < 2; i++) {
            assertThat(with.mean(i)).isEqualTo(without.mean(i));
            assertThat(with.deviation(i)).isEqualTo(without.deviation(i));
        }
    }

    @Test
    void answersTheSameForOnePointAndForMany() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] many = new double[150][];
        Arrays.setAll(many, i -> random.doubles(2).toArray());
        GaussianProcess process = process().with(List.of(new double[] {0.5, 0.5}));

        Prediction together = process.predict(many, many.length);

        for (int i = 0; i < many.length; i++) {
            Prediction alone = process.predict(new double[][] {many[i]}, 1);
            assertThat(alone.mean(0)).isEqualTo(together.mean(i));
            assertThat(alone.deviation(0)).isEqualTo(together.deviation(i));
            assertThat(alone.deviationGivenAll(0)).isEqualTo(together.deviationGivenAll(i));
        }
        assertThat(process.means(many))
                .isEqualTo(IntStream.range(0, many.length)
                        .mapToDouble(together::mean)
                        .toArray());
    }

    @Test
    void findsOutWhichParameterMatters() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] x = new double[60][];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.doubles(2).toArray();
            y[i] = Math.sin(6 * x[i][0]) + 0.1 * random.nextGaussian();
        }

        Hyperparameters fitted =
                GaussianProcess.fit(Reference.SQUARE, Observations.of(x, y), new LengthScalePrior(0.2, 1), 60);

        assertThat(fitted.theta()[1]).as("ln ℓ of what does not matter").isGreaterThan(fitted.theta()[0] + 1);
        assertThat(Math.sqrt(fitted.noiseVariance())).isBetween(0.07, 0.15);
    }

    @Test
    void fitsEqualValuesAndCoincidingPoints() {
        double[][] x = new double[20][];
        Arrays.fill(x, new double[] {0.5, 0.5});
        double[] y = new double[x.length];

        Hyperparameters fitted =
                GaussianProcess.fit(Reference.SQUARE, Observations.of(x, y), new LengthScalePrior(0.2, 1), 60);

        Prediction there = GaussianProcess.given(Reference.SQUARE, fitted, Observations.of(x, y))
                .predict(x, 1);
        assertThat(there.mean(0)).isCloseTo(0, within(1e-3));
        assertThat(there.deviation(0)).isFinite();
    }

    /** By processes that never saw the group. */
    @Test
    void residualsLeftOutAreThoseOfAProcessWithoutTheGroup() {
        double[][] x = Reference.x();
        double[] y = Reference.y();
        int[] groups = IntStream.range(0, y.length).map(i -> i < 3 ? 0 : i % 4).toArray();

        double[] residuals = process().leaveGroupOutResiduals(groups);

        for (int i = 0; i < y.length; i++) {
            int group = groups[i];
            int[] others = IntStream.range(0, y.length)
                    .filter(other -> groups[other] != group)
                    .toArray();
            Prediction without = GaussianProcess.given(
                            Reference.SQUARE,
                            Reference.HYPERPARAMETERS,
                            Observations.of(
                                    Arrays.stream(others)
                                            .mapToObj(other -> x[other])
                                            .toArray(double[][]::new),
                                    Arrays.stream(others)
                                            .mapToDouble(other -> y[other])
                                            .toArray()))
                    .predict(new double[][] {x[i]}, 1);
            double variance = without.deviation(0) * without.deviation(0)
                    + Reference.HYPERPARAMETERS.noiseVariance()
                    + Hyperparameters.JITTER;
            assertThat(residuals[i]).isCloseTo((y[i] - without.mean(0)) / Math.sqrt(variance), within(1e-8));
        }
    }
}
