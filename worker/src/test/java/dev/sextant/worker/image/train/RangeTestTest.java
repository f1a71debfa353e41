package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeTestTest {
    @TempDir
    static Path work;

    private static Map<String, Object> settings;

    @BeforeAll
    static void draw() throws IOException {
        Path data = DrawnImages.draw(work.resolve("drawn"), 32);
        Path backbone = ResidualBackbone.write(work.resolve("backbones"));
        settings = new TreeMap<>(Map.of("data", data.toString(), "backbone", backbone.toString(), "batch_size", 8L));
        settings.putAll(Map.of("optimizer", "sgd", "momentum", 0.0, "schedule", "constant", "weight_decay", 0.0));
    }

    private static RangeTest run(Map<String, ?> given, RangeTest.Rates rates) throws Exception {
        return RangeTest.run(given, 5, rates, work.resolve("cache"), 1);
    }

    @Test
    void findsRatesThatTrainWellAndRatesThatDoNot() throws Exception {
        RangeTest test = run(settings, new RangeTest.Rates(1e-5, 100, 140));
        assertThat(test.diverged()).isTrue();
        double steepest = test.steepest().orElseThrow();
        assertThat(steepest).isLessThan(test.lowest().rate());
        double suggested = lossAfterTwoEpochs(test.tenthOfLowest());
        assertThat(suggested).isLessThan(lossAfterTwoEpochs(1e-5));
        assertThat(suggested)
                .isLessThan(lossAfterTwoEpochs(
                        test.points().get(test.points().size() - 1).rate()));
    }

    private static double lossAfterTwoEpochs(double rate) throws Exception {
        Map<String, Object> given = new TreeMap<>(settings);
        given.put("learning_rate", rate);
        try (Trainer trainer =
                Trials.create(work, Trials.settings(Path.of((String) settings.get("data")), given), 5, "cpu", 2)) {
            return Trials.train(trainer, 0, 2).get(1).get("loss");
        } catch (TrainingFailure e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    @Test
    void isReproducible() throws Exception {
        RangeTest.Rates rates = new RangeTest.Rates(1e-4, 1, 20);
        assertThat(run(settings, rates)).isEqualTo(run(settings, rates));
    }

    @Test
    void raisesRatesGeometrically() throws Exception {
        List<RangeTest.Point> points =
                run(settings, new RangeTest.Rates(1e-6, 1e-4, 21)).points();
        assertThat(points).hasSize(21);
        assertThat(points.get(0).rate()).isCloseTo(1e-6, within(1e-15));
        assertThat(points.get(10).rate()).isCloseTo(1e-5, within(1e-14));
        assertThat(points.get(20).rate()).isCloseTo(1e-4, within(1e-13));
    }

    @Test
    void findsSteepestAndLowestPointsOfAKnownCurve() {
        // Falls as a logistic curve centered at 1e-3, rises from 1e-1 on.
        List<RangeTest.Point> points = new ArrayList<>();
        for (int i = 0; i <= 60; i++) {
            double power = -6 + i / 10.0;
            double loss = 1 / (1 + Math.exp(3 * (power + 3))) + (power > -1 ? power + 1 : 0);
            points.add(new RangeTest.Point(Math.pow(10, power), loss, loss));
        }
        RangeTest test = new RangeTest(points, false);
        assertThat(Math.log10(test.steepest().orElseThrow())).isCloseTo(-3, within(0.06));
        assertThat(test.lowest().rate()).isCloseTo(0.1, within(1e-9));
        assertThat(test.tenthOfLowest()).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void findsTheMiddleOfTheDescent() {
        // Flat, then ten steps down to 0, then up: the analysis begins after the first tenth.
        List<RangeTest.Point> points = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            double loss = i < 10 ? 10 : i < 20 ? 19 - i : i - 19;
            points.add(new RangeTest.Point(Math.pow(10, i), loss, loss));
        }
        RangeTest test = new RangeTest(points, false);

        assertThat(Math.log10(test.halfway())).isCloseTo(14, within(1e-9));
        // The longest falling subsequence has a step at 10 and ends at 19; its middle lies five to six steps before.
        assertThat(Math.log10(test.valley())).isBetween(13.5, 14.5);
    }

    @Test
    void correctsTheBiasOfTheRunningMean() {
        // By hand, with the decay 0.95: (0.05 * 0.95 * 1 + 0.05 * 3) / (1 - 0.95^2).
        double[] smoothed = RangeTest.smoothed(new double[] {1, 3, 3});

        assertThat(smoothed[0]).isCloseTo(1, within(1e-12));
        assertThat(smoothed[1]).isCloseTo(0.1975 / 0.0975, within(1e-12));
        assertThat(smoothed[2]).isBetween(smoothed[1], 3.0);
    }

    @Test
    void rangesOfDifferentSeedsAgree() throws Exception {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = 0;
        for (long seed = 0; seed < 6; seed++) {
            double halfway = RangeTest.run(
                            settings, seed, new RangeTest.Rates(1e-5, 100, 140), work.resolve("cache"), 1)
                    .halfway();
            lowest = Math.min(lowest, halfway);
            highest = Math.max(highest, halfway);
        }
        assertThat(highest / lowest).isLessThan(10);
    }

    @Test
    void testsFineTuningAfterTheHead() throws Exception {
        Map<String, Object> tuned = new TreeMap<>(settings);
        tuned.putAll(Map.of("fine_tuning", true, "head_epochs", 4L, "learning_rate", 0.3, "fine_tuning_rate", 0.1));
        RangeTest.Rates rates = new RangeTest.Rates(1e-5, 1e-3, 10);

        double afterHead = run(tuned, rates).points().get(0).loss();

        assertThat(afterHead)
                .isLessThan(0.8 * run(settings, rates).points().get(0).loss());
    }

    @Test
    void reportsThatTheLowestRateIsTooHigh() {
        Map<String, Object> linear = new TreeMap<>(settings);
        linear.put("layers", 0L);
        assertThatThrownBy(() -> run(linear, new RangeTest.Rates(90, 100, 20)))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("begin with a lower rate");
    }
}
