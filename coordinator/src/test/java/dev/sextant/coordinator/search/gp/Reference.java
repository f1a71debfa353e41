package dev.sextant.coordinator.search.gp;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Nine points and hyperparameters for which scikit-learn 1.9.1 (with numpy 2.4.6) was asked as well: {@code
 * GaussianProcessRegressor(ConstantKernel(0.8) * Matern([0.4, 1.3], nu=2.5) + WhiteKernel(0.03), alpha=1e-6,
 * optimizer=None)} on the values less 0.25.
 */
final class Reference {
    static final Embedding SQUARE = new Embedding(new SearchSpace(List.of(
            new ContinuousParameter("a", 0, 1, Scale.LINEAR, Optional.empty()),
            new ContinuousParameter("b", 0, 1, Scale.LINEAR, Optional.empty()))));

    /** A categorical, a number under a condition on it, an integer. */
    static final Embedding MIXED = new Embedding(new SearchSpace(List.of(
            new CategoricalParameter("optimizer", List.of("adam", "sgd", "lamb"), Optional.empty()),
            new ContinuousParameter(
                    "momentum",
                    0,
                    1,
                    Scale.LINEAR,
                    Optional.of(Condition.on("optimizer", new Condition.Test.OneOf(List.of("sgd"))))),
            new IntegerParameter("units", 16, 1000, Scale.LOG, Optional.empty()))));

    static final Hyperparameters HYPERPARAMETERS =
            Hyperparameters.of(Math.log(0.4), Math.log(1.3), Math.log(0.8), Math.log(0.03), 0.25);

    private Reference() {}

    static double[][] x() {
        double[][] x = new double[9][];
        for (int i = 0; i < x.length; i++) {
            x[i] = new double[] {i * 0.37 % 1, i * 0.61 % 1};
        }
        return x;
    }

    static Observations observations() {
        return Observations.of(x(), y());
    }

    /**
     * The same, with noise variances of 1, ½, ¼ and ⅛ of σ_n² in turn; scikit-learn was told those as {@code alpha}, without a
     * {@code WhiteKernel}.
     */
    static Observations unequallyNoisy() {
        double[] noise = new double[y().length];
        Arrays.setAll(noise, i -> Math.pow(0.5, i % 4));
        return observations().withNoise(noise);
    }

    static double[] y() {
        double[][] x = x();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.sin(3 * x[i][0]) + x[i][1] * x[i][1];
        }
        return y;
    }
}
