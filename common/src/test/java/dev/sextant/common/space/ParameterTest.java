package dev.sextant.common.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

/** How each kind of parameter lies on its axis. */
class ParameterTest {
    @Example
    void logScaleHasItsGeometricMeanInTheMiddle() {
        Parameter rate = new ContinuousParameter("rate", 1e-4, 1, Scale.LOG, Optional.empty());
        assertThat((Double) rate.valueAt(0.5)).isCloseTo(1e-2, within(1e-15));
        assertThat((Double) rate.valueAt(0.25)).isCloseTo(1e-3, within(1e-15));
        assertThat(rate.valueAt(0)).isEqualTo(1e-4);
        assertThat(rate.valueAt(1)).isEqualTo(1.0);
    }

    @Example
    void linearScaleHasItsMeanInTheMiddle() {
        Parameter rate = new ContinuousParameter("rate", -1, 3, Scale.LINEAR, Optional.empty());
        assertThat(rate.valueAt(0.5)).isEqualTo(1.0);
        assertThat(rate.positionOf(2.0)).isEqualTo(0.75);
    }

    @Property
    void continuousValuesStayInRangeAndRise(
            @ForAll @DoubleRange(min = 0, max = 1) double one, @ForAll @DoubleRange(min = 0, max = 1) double other) {
        for (Scale scale : List.of(Scale.LINEAR, Scale.LOG)) {
            Parameter rate = new ContinuousParameter("rate", 3e-5, 0.7, scale, Optional.empty());
            double low = (Double) rate.valueAt(Math.min(one, other));
            double high = (Double) rate.valueAt(Math.max(one, other));
            assertThat(rate.contains(low) && rate.contains(high)).isTrue();
            assertThat(low).isLessThanOrEqualTo(high);
        }
    }

    @Property
    void everyIntegerComesBackFromItsPosition(
            @ForAll @LongRange(min = -1000, max = 1000) long low, @ForAll @LongRange(min = 1, max = 300) long width) {
        roundTrip(new IntegerParameter("n", low, low + width, Scale.LINEAR, Optional.empty()));
        roundTrip(new IntegerParameter("n", 1001 + low, 1001 + low + width, Scale.LOG, Optional.empty()));
    }

    private static void roundTrip(IntegerParameter parameter) {
        for (long value = parameter.low(); value <= parameter.high(); value++) {
            assertThat(parameter.valueAt(parameter.positionOf(value))).isEqualTo(value);
        }
    }

    @Example
    void powersOfTwoShareTheAxisEqually() {
        IntegerParameter batch = new IntegerParameter("batch", 16, 256, Scale.POWER_OF_TWO, Optional.empty());
        Map<Object, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 1000; i++) {
            counts.merge(batch.valueAt((i + 0.5) / 1000), 1, Integer::sum);
        }
        assertThat(counts).isEqualTo(Map.of(16L, 200, 32L, 200, 64L, 200, 128L, 200, 256L, 200));
        assertThat(batch.cardinality()).hasValue(5);
        assertThat(batch.contains(48L)).isFalse();
        assertThat(batch.positionOf(64L)).isEqualTo(0.5);
    }

    @Example
    void integersOnALogScaleHaveTheShareTheirDocSays() {
        IntegerParameter units = new IntegerParameter("units", 1, 8, Scale.LOG, Optional.empty());
        int n = 100_000;
        Map<Object, Integer> counts = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            counts.merge(units.valueAt((i + 0.5) / n), 1, Integer::sum);
        }
        for (long v = 1; v <= 8; v++) {
            double share = Math.log((v + 0.5) / (v - 0.5)) / Math.log(8.5 / 0.5);
            assertThat(counts.get(v) / (double) n).isCloseTo(share, within(1e-4));
        }
    }

    @Example
    void orderedValuesLieInTheirOrder() {
        OrdinalParameter stage = new OrdinalParameter("stage", List.of("s3", "s2", "s1"), Optional.empty());
        List<Object> values = new ArrayList<>();
        for (double position : new double[] {0, 0.3, 0.34, 0.66, 0.67, 1}) {
            values.add(stage.valueAt(position));
        }
        assertThat(values).containsExactly("s3", "s3", "s2", "s2", "s1", "s1");
        assertThat(stage.positionOf("s2")).isEqualTo(0.5);
    }

    @Example
    void tellsTypesApart() {
        assertThat(new ContinuousParameter("x", 0, 2, Scale.LINEAR, Optional.empty()).contains(1L))
                .isFalse();
        assertThat(new IntegerParameter("x", 0, 2, Scale.LINEAR, Optional.empty()).contains(1.0))
                .isFalse();
        assertThat(new CategoricalParameter("x", List.of(1L), Optional.empty()).contains(1.0))
                .isFalse();
        assertThatThrownBy(() -> Configuration.of(Map.of("x", 1)))
                .hasMessage("x: 1 is of type Integer, must be Double, Long, Boolean or String");
    }

    @Example
    void refusesRangesThatAreNone() {
        assertThatThrownBy(() -> new ContinuousParameter("x", 1, 1, Scale.LINEAR, Optional.empty()))
                .hasMessage("x: low (1.0) must be below high (1.0)");
        assertThatThrownBy(() -> new ContinuousParameter("x", 0, Double.NaN, Scale.LINEAR, Optional.empty()))
                .hasMessage("x: low (0.0) must be below high (NaN)");
        assertThatThrownBy(() -> new ContinuousParameter("x", 0, 1, Scale.LOG, Optional.empty()))
                .hasMessage("x: low (0.0) must be above 0 on a log scale");
        assertThatThrownBy(() -> new ContinuousParameter("x", -1e308, 1e308, Scale.LINEAR, Optional.empty()))
                .hasMessage("x: high (1.0E308) minus low (-1.0E308) is too large for a double; narrow the range");
        assertThatThrownBy(() -> new ContinuousParameter("x", 1, Math.nextUp(1.0), Scale.LINEAR, Optional.empty()))
                .hasMessage("x: low (1.0) and high (1.0000000000000002) are too close together to be searched;"
                        + " widen the range, or fix the value");
        assertThatThrownBy(() -> new ContinuousParameter("x", 1e300, 1.0000000000001e300, Scale.LOG, Optional.empty()))
                .hasMessageContaining("are too close together");
        assertThatThrownBy(() -> new IntegerParameter("x", 0, 4, Scale.LOG, Optional.empty()))
                .hasMessage("x: low (0) must be at least 1 on a log scale");
        assertThatThrownBy(() -> new IntegerParameter("x", 3, 8, Scale.POWER_OF_TWO, Optional.empty()))
                .hasMessage("x: low (3) and high (8) must be powers of two");
        assertThatThrownBy(() -> new CategoricalParameter("x", List.of(), Optional.empty()))
                .hasMessage("x: needs at least one value");
        assertThatThrownBy(() -> new OrdinalParameter("x", List.of(1L, 1L), Optional.empty()))
                .hasMessage("x: a value appears twice in [1, 1]");
        assertThatThrownBy(() -> new OrdinalParameter("x", List.of(1L), Optional.empty()).valueAt(1.1))
                .hasMessage("Cannot map position 1.1, must be in [0, 1]");
    }

    @Example
    void conditionsLookAtActiveValues() {
        Condition atLeast = Condition.on("layers", Condition.Test.atLeast(1));
        assertThat(atLeast.holds(Map.of("layers", 1L))).isTrue();
        assertThat(atLeast.holds(Map.of("layers", 0L))).isFalse();
        assertThat(atLeast.holds(Map.of())).isFalse();
        assertThat(atLeast.holds(Map.of("layers", "many"))).isFalse();
        Condition atMost = Condition.on("rate", Condition.Test.atMost(0.5));
        assertThat(atMost.holds(Map.of("rate", 0.5))).isTrue();
        assertThat(atMost.holds(Map.of("rate", 0.6))).isFalse();
        Condition both = Condition.all(
                Map.of("layers", Condition.Test.atLeast(1), "rate", new Condition.Test.OneOf(List.of(0.1, 0.2))));
        assertThat(both.holds(Map.of("layers", 2L, "rate", 0.2))).isTrue();
        assertThat(both.holds(Map.of("layers", 2L, "rate", 0.3))).isFalse();
    }
}
