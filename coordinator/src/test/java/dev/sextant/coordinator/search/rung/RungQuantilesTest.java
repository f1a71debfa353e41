package dev.sextant.coordinator.search.rung;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RungQuantilesTest {
    private final RungTable table = new RungTable();
    private final RungQuantiles quantiles = new RungQuantiles(table);

    private void follow(Trial... trials) {
        table.follow(Views.empty(Views.line(), 1).withTrials(List.of(trials)));
    }

    /** Rungs 1, 3, 9, 27; by hand from the class comment. */
    @Test
    void refinesTheFractionOfTrialsAtTheDeepestRung() {
        follow(
                Views.trial(1, TrialState.PAUSED, 1, 0.1),
                Views.trial(2, TrialState.PAUSED, 3, 0.4, 0.5, 0.6),
                Views.trial(3, TrialState.PAUSED, 3, 0.3, 0.7, 0.2),
                Views.trial(4, TrialState.FAILED, 1),
                Views.trial(5, TrialState.PAUSED, 1, 0.2),
                Views.trial(6, TrialState.RUNNING, 1));

        assertThat(quantiles.quantile(2)).isCloseTo(0.5 / 5, within(1e-12));
        assertThat(quantiles.quantile(1)).isCloseTo(1.5 / 5, within(1e-12));
        assertThat(quantiles.quantile(4)).isCloseTo(2.5 / 5, within(1e-12));
        assertThat(quantiles.quantile(0)).isCloseTo(3.5 / 5, within(1e-12));
        assertThat(quantiles.quantile(3)).isCloseTo(4.5 / 5, within(1e-12));
        assertThat(quantiles.quantileAt(1, 1)).isCloseTo(1.5 / 2, within(1e-12));
        assertThat(table.rungsReached(5)).isZero();
    }

    /** The fifth was on its way to the top when it failed; by its deepest rung it would be second of all. */
    @Test
    void whatFailedIsWorstOfAllHoweverFarItGot() {
        follow(
                Views.trial(1, TrialState.COMPLETED, 27, new double[27]),
                Views.paused(2, 0.1),
                Views.paused(3, 0.2),
                Views.paused(4, 0.3),
                Views.trial(5, TrialState.FAILED, 27, new double[20]));

        assertThat(quantiles.quantile(4)).isCloseTo(4.5 / 5, within(1e-12));
        assertThat(quantiles.quantileAt(4, 3)).isCloseTo(1.5 / 2, within(1e-12));
    }

    /** Trials 1 and 2 were trained to the top unasked. The first would be second of all by its deepest rung. */
    @Test
    void whatWasEnqueuedCountsAsFarAsItStoodInTheBetterHalf() {
        double[] poor = DoubleStream.generate(() -> 0.1).limit(27).toArray();
        double[] good = DoubleStream.generate(() -> 0.9).limit(27).toArray();
        List<Trial> trials = List.of(
                Views.trial(1, TrialState.COMPLETED, 27, poor),
                Views.trial(2, TrialState.COMPLETED, 27, good),
                Views.paused(3, 0.3),
                Views.paused(4, 0.4),
                Views.trial(5, TrialState.PAUSED, 3, 0.5, 0.5, 0.5));
        StudyView study = Views.empty(Views.line(), 1).withTrials(trials);

        table.follow(Views.withStartWith(study, List.of(Views.x(0.001), Views.x(0.002))));

        assertThat(quantiles.quantile(0)).isCloseTo(4.5 / 5, within(1e-12));
        assertThat(quantiles.quantile(1)).isCloseTo(0.5 / 5, within(1e-12));
        assertThat(quantiles.quantile(4)).isCloseTo(1.5 / 5, within(1e-12));
    }

    @Test
    void equalsShareTheMeanOfTheirRanks() {
        follow(Views.paused(1, 0.5), Views.paused(2, 0.5), Views.paused(3, 0.9), Views.paused(4, 0.1));

        assertThat(quantiles.quantile(0)).isEqualTo(quantiles.quantile(1)).isCloseTo(2.0 / 4, within(1e-12));
    }

    @Test
    void targetsAreNormalAndCutOff() {
        assertThat(RungQuantiles.normalScore(0.5)).isCloseTo(0, within(1e-12));
        assertThat(RungQuantiles.normalScore(0.025)).isCloseTo(1.959963984540054, within(1e-9));
        assertThat(RungQuantiles.normalScore(0)).isCloseTo(3.7190164854556804, within(1e-9));
        assertThat(RungQuantiles.quantileOf(1.959963984540054)).isCloseTo(0.025, within(1e-9));
    }

    /** Whatever came before, ranks are those of a table that sees the view for the first time. */
    @Property(tries = 100)
    void followsAStudyAsIfItSawItAfresh(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int views) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trial> trials = new ArrayList<>();
        StudyView study = Views.empty(Views.line(), 1);
        for (int i = 0; i < views; i++) {
            if (random.nextInt(10) == 0) {
                trials = new ArrayList<>(trials.subList(0, random.nextInt(trials.size() + 1)));
                study = Views.withGoal(study, random.nextBoolean() ? Goal.MAXIMIZE : Goal.MINIMIZE);
            }
            for (int change = random.nextInt(4); change >= 0; change--) {
                int number = random.nextInt(trials.size() + 1) + 1;
                double[] curve = new double[random.nextInt(10)];
                Arrays.setAll(curve, epoch -> random.nextInt(5) / 4.0);
                TrialState state = curve.length == 0 ? TrialState.FAILED : TrialState.PAUSED;
                Trial trial = Views.trial(number, state, Math.max(1, curve.length), curve);
                if (number > trials.size()) {
                    trials.add(trial);
                } else {
                    trials.set(number - 1, trial);
                }
            }
            StudyView view = study.withTrials(trials);
            table.follow(view);
            RungTable fresh = new RungTable();
            fresh.follow(view);
            for (int row = 0; row < trials.size(); row++) {
                for (int rung = 0; rung < fresh.rungsReached(row); rung++) {
                    assertThat(table.rank(row, rung)).isEqualTo(fresh.rank(row, rung));
                    assertThat(table.rankedAt(rung)).isEqualTo(fresh.rankedAt(rung));
                }
            }
        }
    }
}
