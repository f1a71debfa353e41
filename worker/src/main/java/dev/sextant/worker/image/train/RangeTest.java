package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.device.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Learning-rate range test (Smith, arXiv:1506.01186, section 3.3): training steps at geometrically rising rates. Good
 * rates lie where the loss falls; rates at which it rises are too large. The losses are means of some sweeps, because
 * one sweep depends on its initial weights and the order of its images. The test trains the phase in which a trial
 * spends its time: fine-tuning after the head if the backbone is fine-tuned, the head if it is frozen, otherwise the
 * whole network. Immutable.
 *
 * @param points one point per step, in the order of the rates
 * @param diverged whether a sweep ended before the highest rate
 */
public record RangeTest(List<Point> points, boolean diverged) {
    /** Number of sweeps that a test averages. */
    public static final int SWEEPS = 3;

    /** Decay per step of the exponential smoothing. */
    private static final double SMOOTHING = 0.95;

    private static final int MIN_POINTS = 5;

    /** Share of the steps at the lowest rates that are not analyzed, as the smoothed loss varies most there. */
    private static final double WARM_UP = 0.1;

    /**
     * One training step.
     *
     * @param rate learning rate of the step
     * @param loss mean loss of the batches, before the step
     * @param smoothed running mean of the losses
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * Range of learning rates to test.
     *
     * @param lowest rate of the first step, above 0
     * @param highest rate of the last step, above the lowest
     * @param steps number of steps, at least 10
     */
    public record Rates(double lowest, double highest, int steps) {
        public Rates {
            if (!(lowest > 0 && highest > lowest && Double.isFinite(highest))) {
                throw new IllegalArgumentException(
                        "Learning rates must rise from above 0: lowest " + lowest + ", highest " + highest);
            }
            if (steps < 10) {
                throw new IllegalArgumentException("Number of steps must be at least 10: " + steps);
            }
        }

        double rate(int step) {
            return lowest * Math.pow(highest / lowest, (double) step / (steps - 1));
        }
    }

    public RangeTest {
        points = List.copyOf(points);
    }

    /**
     * Runs a test on the CPU.
     *
     * @param settings settings of the trainer; absent ones have their defaults
     * @param seed seed of the initial weights and the order of the images
     * @param cache folder for features, shared by the runs of this host
     * @param threads number of CPU threads
     * @throws TrainingFailure when the data or the backbone cannot be used, or training diverges at the lowest rates
     */
    public static RangeTest run(Map<String, ?> settings, long seed, Rates rates, Path cache, int threads)
            throws TrainingFailure, IOException, InterruptedException {
        ComputeDevice.use("cpu", threads);
        Settings complete = Settings.withDefaults(ClassifierSettings.DECLARED, settings);
        return of(new RateSweeps(complete, rates, cache, threads).losses(SWEEPS, seed), rates);
    }

    /** Averages sweeps up to the end of the shortest one. */
    private static RangeTest of(List<double[]> sweeps, Rates rates) throws TrainingFailure {
        int steps = sweeps.stream().mapToInt(sweep -> sweep.length).min().orElseThrow();
        if (steps < MIN_POINTS) {
            throw new TrainingFailure(
                    FailureKind.DIVERGED,
                    "The loss diverged at a learning rate of " + rates.rate(steps) + ", within the first " + MIN_POINTS
                            + " steps; begin with a lower rate");
        }
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            int at = step;
            losses[step] =
                    sweeps.stream().mapToDouble(sweep -> sweep[at]).average().orElseThrow();
        }
        double[] smoothed = smoothed(losses);
        List<Point> points = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            points.add(new Point(rates.rate(step), losses[step], smoothed[step]));
        }
        return new RangeTest(points, steps < rates.steps());
    }

    /** Returns exponentially weighted means of the values so far, with bias correction as in fastai and Adam. */
    static double[] smoothed(double[] values) {
        double[] smoothed = new double[values.length];
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean = SMOOTHING * mean + (1 - SMOOTHING) * values[i];
            smoothed[i] = mean / (1 - Math.pow(SMOOTHING, i + 1));
        }
        return smoothed;
    }

    private List<Point> analyzed() {
        return points.subList((int) (WARM_UP * points.size()), points.size());
    }

    /** Returns the point with the lowest smoothed loss. */
    public Point lowest() {
        return analyzed().get(lowestIndex());
    }

    private int lowestIndex() {
        List<Point> analyzed = analyzed();
        int lowest = 0;
        for (int i = 1; i < analyzed.size(); i++) {
            if (analyzed.get(i).smoothed() < analyzed.get(lowest).smoothed()) {
                lowest = i;
            }
        }
        return lowest;
    }

    /**
     * Returns the rate at which the smoothed loss falls fastest relative to the logarithm of the rate; empty when it
     * never falls.
     */
    public OptionalDouble steepest() {
        List<Point> analyzed = analyzed();
        double best = 0;
        OptionalDouble rate = OptionalDouble.empty();
        for (int i = 1; i <= lowestIndex(); i++) {
            Point before = analyzed.get(i - 1);
            Point after = analyzed.get(i);
            double slope = (after.smoothed() - before.smoothed()) / Math.log(after.rate() / before.rate());
            if (slope < best) {
                best = slope;
                rate = OptionalDouble.of(Math.sqrt(before.rate() * after.rate()));
            }
        }
        return rate;
    }

    /**
     * Returns the rate in the middle of the longest descent, as fastai's {@code valley}: the longest subsequence of
     * falling losses ends at some step, and the rate lies half of its length before that step.
     */
    public double valley() {
        List<Point> analyzed = analyzed();
        int[] lengths = new int[analyzed.size()];
        int end = 0;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = 1;
            for (int j = 0; j < i; j++) {
                if (analyzed.get(i).smoothed() < analyzed.get(j).smoothed()) {
                    lengths[i] = Math.max(lengths[i], lengths[j] + 1);
                }
            }
            end = lengths[i] > lengths[end] ? i : end;
        }
        return analyzed.get(end - lengths[end] / 2).rate();
    }

    /** Returns the lowest rate at which the smoothed loss has fallen by half of its whole decrease. */
    public double halfway() {
        List<Point> analyzed = analyzed();
        double half = (analyzed.get(0).smoothed() + lowest().smoothed()) / 2;
        return analyzed.stream()
                .filter(point -> point.smoothed() <= half)
                .findFirst()
                .orElseThrow()
                .rate();
    }

    /** Returns a tenth of the rate with the lowest loss, which is safely below rates that are too large. */
    public double tenthOfLowest() {
        return lowest().rate() / 10;
    }
}
