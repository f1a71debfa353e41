package dev.sextant.coordinator.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.summary.SumOfSquares;
import org.junit.jupiter.api.Test;

class MarginalLikelihoodTest {
    private static final LengthScalePrior PRIOR = new LengthScalePrior(0.2, 1);

    @Test
    void agreesWithScikitLearn() {
        MarginalLikelihood likelihood = new MarginalLikelihood(Reference.SQUARE, Reference.observations(), PRIOR);
        double[] gradient = new double[5];

        double value = likelihood.at(Reference.HYPERPARAMETERS.theta(), gradient);

        // −(log marginal likelihood) without its constant, plus half the squares of the priors' standardised values.
        assertThat(value).isCloseTo(-4.040555495720714, within(1e-10));
        double[] byScikitLearn = {3.1585183179913887, 0.04336472563593982, -1.578114948150748, -1.2504015344117938};
        double[] byPriors = {
            Math.log(0.4) - 0.2, Math.log(1.3) - 0.2, Math.log(0.8), (Math.log(0.03) - Math.log(0.02)) / 2.25
        };
        for (int i = 0; i < 4; i++) {
            assertThat(gradient[i]).as("by θ_%d", i).isCloseTo(byPriors[i] - byScikitLearn[i], within(1e-9));
        }
    }

    /** From the number of scikit-learn above, less what the priors add to it. */
    @Test
    void comparesDataWithTheLikeliestNormalDistribution() {
        double[] standardised = {
            Math.log(0.4) - 0.2, Math.log(1.3) - 0.2, Math.log(0.8), (Math.log(0.03) - Math.log(0.02)) / 1.5, 0.25
        };
        double logLikelihood = 4.040555495720714 + new SumOfSquares().evaluate(standardised) / 2;
        double[] y = Reference.y();
        NormalDistribution chance =
                new NormalDistribution(null, StatUtils.mean(y), Math.sqrt(StatUtils.populationVariance(y)));
        double byChance = Arrays.stream(y)
                .map(value -> chance.logDensity(value) + Math.log(2 * Math.PI) / 2)
                .sum();

        assertThat(GaussianProcess.evidence(Reference.SQUARE, Reference.HYPERPARAMETERS, Reference.observations()))
                .isCloseTo(logLikelihood - byChance, within(1e-9));
    }

    @Test
    void agreesWithScikitLearnOnUnequallyNoisyData() {
        MarginalLikelihood likelihood = new MarginalLikelihood(Reference.SQUARE, Reference.unequallyNoisy(), PRIOR);

        assertThat(likelihood.logLikelihood(Reference.HYPERPARAMETERS.theta()))
                .isCloseTo(5.690544041673201, within(1e-10));
    }

    @Property(tries = 60)
    void hasTheGradientOfItsDifferences(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[n][Reference.MIXED.features()];
        for (double[] features : x) {
            Reference.MIXED.embed(random.doubles(Reference.MIXED.axes()).toArray(), features);
        }
        double[] y = random.doubles(n, -2, 2).toArray();
        double[] noise = random.doubles(n, 0.01, 2).toArray();
        MarginalLikelihood likelihood =
                new MarginalLikelihood(Reference.MIXED, Observations.of(x, y).withNoise(noise), PRIOR);
        double[] theta = {
            random.nextDouble(-1, 1),
            random.nextDouble(-1, 1),
            random.nextDouble(-1, 1),
            random.nextDouble(-1, 1),
            random.nextDouble(-4, -1),
            random.nextDouble(-1, 1)
        };
        double[] gradient = new double[6];
        likelihood.at(theta, gradient);

        double step = 1e-5;
        for (int i = 0; i < theta.length; i++) {
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[i] += step;
            down[i] -= step;
            double difference = (likelihood.at(up, new double[6]) - likelihood.at(down, new double[6])) / (2 * step);
            assertThat(gradient[i]).isCloseTo(difference, within(1e-4 * (1 + Math.abs(difference))));
        }
    }
}
