package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.LearningCurve;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CurvePlotTest {
    @Test
    void drawsTheFirstEpochLowAndTheBestHigh() {
        assertThat(CurvePlot.lines(LearningCurve.of(0.5, 0.75, 1)))
                .containsExactly(
                        "  1 |                  *",
                        "    |",
                        "    |",
                        "    |",
                        "    |          *",
                        "    |",
                        "    |",
                        "0.5 | *",
                        "    +-------------------",
                        "      1                3 epochs");
    }

    @Test
    void marksEpochsWithoutAFiniteValueAtTheFoot() {
        assertThat(CurvePlot.lines(LearningCurve.of(0.5, 0.6, Double.NaN)).get(7))
                .endsWith("!");
    }

    @Test
    void drawsAConstantCurveInTheMiddle() {
        assertThat(CurvePlot.lines(LearningCurve.of(0.25, 0.25))).anyMatch(line -> line.startsWith("0.25 | *"));
    }

    @Test
    void hasNothingToDrawWithoutAFiniteValue() {
        assertThat(CurvePlot.lines(LearningCurve.EMPTY)).isEmpty();
        assertThat(CurvePlot.lines(LearningCurve.of(Double.NaN))).isEmpty();
    }

    @Property
    void fitsIntoATerminal(@ForAll @Size(min = 1, max = 300) double[] values) {
        assertThat(CurvePlot.lines(LearningCurve.of(values))).allMatch(line -> line.length() <= Table.WIDTH);
    }
}
