package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.gp.GaussianProcess;
import dev.sextant.coordinator.search.gp.Hyperparameters;
import dev.sextant.coordinator.search.gp.LengthScalePrior;
import dev.sextant.coordinator.search.gp.Observations;
import dev.sextant.coordinator.search.gp.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A Gaussian process over the duration of an epoch: it learns ln(seconds per epoch) of the trials that were measured, and
 * predicts it for other configurations. Not thread-safe.
 */
final class CostModel {
    /** The latest trials with a known duration that the model learns from. */
    private static final int MAX_TRIALS = 100;
    /**
     * Evidence per trial, in nats, from which configurations explain durations: their spread is e times what is left
     * unexplained. Warm-up and other load on the machine do not reach it.
     */
    private static final double EVIDENCE_PER_TRIAL = 1;
    /** Standard deviations of an upper bound. */
    private static final double UPPER_BOUND = 2;

    private final TrialPoints points = new TrialPoints();
    private Optional<Fit> latest = Optional.empty();

    /** The process given some data; empty if configurations do not explain them. */
    private record Fit(Observations data, Optional<GaussianProcess> process) {}

    /** Predictions of the duration of an epoch. Not thread-safe. */
    final class Learned {
        private final StudyView view;
        private final GaussianProcess process;
        private final double mean;
        private final double deviation;

        private Learned(StudyView view, GaussianProcess process, double mean, double deviation) {
            this.view = view;
            this.process = process;
            this.mean = mean;
            this.deviation = deviation;
        }

        /**
         * Predicts ln(seconds per epoch).
         *
         * @param features [n][F] as {@link TrialPoints} embeds them
         * @return [n]
         */
        public double[] logSeconds(double[][] features) {
            double[] predicted = process.means(features);
            for (int i = 0; i < predicted.length; i++) {
                predicted[i] = mean + deviation * predicted[i];
            }
            return predicted;
        }

        /** Predicts the seconds per epoch of a configuration. */
        public double secondsPerEpoch(Configuration configuration) {
            return Math.exp(logSeconds(features(configuration))[0]);
        }

        /** Returns seconds per epoch that a configuration hardly exceeds: two standard deviations above the mean. */
        public double mostSecondsPerEpoch(Configuration configuration) {
            Prediction prediction = process.predict(features(configuration), 1);
            double upper = prediction.mean(0) + UPPER_BOUND * prediction.deviation(0);
            return Math.exp(mean + deviation * upper);
        }

        private double[][] features(Configuration configuration) {
            return points.embedded(new double[][] {view.space().pointOf(configuration)});
        }
    }

    /**
     * Learns from a view of a study; empty while few trials have a known duration, or configurations do not explain how
     * long an epoch takes.
     */
    Optional<Learned> learn(StudyView view) {
        List<Integer> rows = measuredRows(view);
        if (rows.size() < ModelLimits.INITIAL_TRIALS) {
            return Optional.empty();
        }
        points.follow(view);
        double[] logSeconds = rows.stream()
                .mapToDouble(
                        row -> Math.log(view.trials().get(row).secondsPerEpoch().orElseThrow()))
                .toArray();
        double mean = StatUtils.mean(logSeconds);
        double deviation = Math.max(1e-3, Math.sqrt(StatUtils.populationVariance(logSeconds)));
        Observations data = Observations.of(
                rows.stream().map(points::features).toArray(double[][]::new),
                IntStream.range(0, logSeconds.length)
                        .mapToDouble(i -> (logSeconds[i] - mean) / deviation)
                        .toArray());
        return process(data).map(process -> new Learned(view, process, mean, deviation));
    }

    private static List<Integer> measuredRows(StudyView view) {
        List<Trial> trials = view.trials();
        List<Integer> rows = new ArrayList<>();
        for (int row = trials.size() - 1; row >= 0 && rows.size() < MAX_TRIALS; row--) {
            if (trials.get(row).secondsPerEpoch().isPresent()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Fits a process, unless the latest one was fitted to the same data: several parts of a search ask for one proposal. */
    private Optional<GaussianProcess> process(Observations data) {
        if (latest.isEmpty() || !latest.get().data().equals(data)) {
            Hyperparameters fitted = GaussianProcess.fit(
                    points.embedding(), data, LengthScalePrior.DEFAULT, ModelLimits.FIT_EVALUATIONS);
            boolean explains = GaussianProcess.evidence(points.embedding(), fitted, data)
                    > EVIDENCE_PER_TRIAL * data.points().length;
            latest = Optional.of(new Fit(
                    data,
                    explains
                            ? Optional.of(GaussianProcess.given(points.embedding(), fitted, data))
                            : Optional.empty()));
        }
        return latest.get().process();
    }
}
