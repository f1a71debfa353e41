package dev.sextant.common.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.studyfile.Specs;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SearchSpaceTest {
    @Property
    void everyPointIsAConfigurationOfTheSpace(@ForAll("spaces") SearchSpace space, @ForAll("points") double[] point) {
        assertThat(space.problemWith(space.at(cut(space, point)))).isEmpty();
    }

    @Property
    void configurationsComeBackFromTheirPoint(@ForAll("spaces") SearchSpace space, @ForAll("points") double[] point) {
        Configuration configuration = space.at(cut(space, point));
        Configuration again = space.at(space.pointOf(configuration));
        assertThat(again.values().keySet()).isEqualTo(configuration.values().keySet());
        configuration.values().forEach((name, value) -> {
            if (value instanceof Double number && space.parameter(name) instanceof ContinuousParameter parameter) {
                // Exact on the axis; the value itself to the rounding of log and exp over its range.
                double scale = parameter.scale() == Scale.LOG ? number : parameter.high() - parameter.low();
                double size =
                        Math.max(Math.abs(scale), Math.ulp(Math.max(Math.abs(parameter.low()), Math.abs(number))));
                assertThat((Double) again.values().get(name))
                        .isCloseTo(number, within(4e-13 * size + 4 * Math.ulp(number)));
            } else {
                assertThat(again.values()).containsEntry(name, value);
            }
        });
    }

    @Property
    void inactiveParametersDoNotCount(@ForAll("spaces") SearchSpace space, @ForAll("points") double[] point) {
        double[] cut = cut(space, point);
        Configuration configuration = space.at(cut);
        for (int axis = 0; axis < cut.length; axis++) {
            if (!configuration.values().containsKey(space.parameters().get(axis).name())) {
                cut[axis] = 1 - cut[axis];
                assertThat(space.pointOf(configuration)[axis]).isEqualTo(0.5);
            }
        }
        assertThat(space.at(cut)).isEqualTo(configuration);
    }

    @Example
    void besidesAValueStandsWhatMayStillPlayAPart() {
        SearchSpace space = new SearchSpace(List.of(
                categorical("grandchild", Optional.of(Condition.on("child", oneOf("x"))), "y"),
                categorical("child", Optional.of(Condition.on("network", oneOf("a"))), "x"),
                categorical("network", Optional.empty(), "a", "b"),
                categorical("free", Optional.empty(), "u", "v"),
                categorical("other", Optional.of(Condition.on("free", oneOf("v"))), "w")));
        assertThat(space.besides("network", "a"))
                .extracting(Parameter::name)
                .containsExactly("grandchild", "child", "free", "other");
        assertThat(space.besides("network", "b")).extracting(Parameter::name).containsExactly("free", "other");
    }

    @Example
    void sizeCountsWhatEnumerationFinds() {
        SearchSpace space = new SearchSpace(List.of(
                categorical("tune", Optional.empty(), true, false),
                categorical("from", Optional.of(Condition.on("tune", oneOf(true))), "a", "b", "c"),
                new IntegerParameter("batch", 16, 64, Scale.POWER_OF_TWO, Optional.empty())));
        Set<Configuration> found = new HashSet<>();
        for (double x = 0.1; x < 1; x += 0.2) {
            for (double y = 0.1; y < 1; y += 0.2) {
                for (double z = 0.1; z < 1; z += 0.2) {
                    found.add(space.at(new double[] {x, y, z}));
                }
            }
        }
        // Three batches times (three ways to tune, or none).
        assertThat(found).hasSize(12);
        assertThat(space.size(1000)).isEqualTo(OptionalLong.of(12));
        assertThat(space.size(12)).isEqualTo(OptionalLong.of(12));
        assertThat(space.size(11)).isEmpty();
        assertThat(new SearchSpace(List.of(new ContinuousParameter("x", 0, 1, Scale.LINEAR, Optional.empty())))
                        .size(10))
                .isEmpty();
    }

    @Example
    void parentsMayStandAfterTheirChildren() {
        SearchSpace space = new SearchSpace(List.of(
                categorical("from", Optional.of(Condition.on("tune", oneOf(true))), "a", "b"),
                categorical("tune", Optional.empty(), true, false)));
        assertThat(space.at(new double[] {0.9, 0.1})).isEqualTo(Configuration.of(Map.of("tune", true, "from", "b")));
        assertThat(space.at(new double[] {0.9, 0.9})).isEqualTo(Configuration.of(Map.of("tune", false)));
    }

    @Example
    void refusesUnknownParentsAndCycles() {
        assertThatThrownBy(() -> new SearchSpace(
                        List.of(categorical("from", Optional.of(Condition.on("tune", oneOf(true))), "a"))))
                .hasMessage("Parameter from depends on tune, which does not exist");
        assertThatThrownBy(() -> new SearchSpace(List.of(
                        categorical("a", Optional.of(Condition.on("b", oneOf(1L))), 1L),
                        categorical("b", Optional.of(Condition.on("a", oneOf(1L))), 1L))))
                .hasMessage("Conditions form a cycle: a -> b -> a");
        assertThatThrownBy(() -> new SearchSpace(
                        List.of(categorical("a", Optional.empty(), 1L), categorical("a", Optional.empty(), 1L))))
                .hasMessage("Parameter a appears twice");
        assertThatThrownBy(() -> new SearchSpace(List.of())).hasMessage("A search space needs at least one parameter");
    }

    @Example
    void saysWhatIsWrongWithAConfiguration() {
        SearchSpace space = new SearchSpace(List.of(
                categorical("tune", Optional.empty(), true, false),
                categorical("from", Optional.of(Condition.on("tune", oneOf(true))), "a")));
        assertThat(space.problemWith(Configuration.of(Map.of()))).contains("tune has no value");
        assertThat(space.problemWith(Configuration.of(Map.of("tune", "yes"))))
                .contains("tune (yes) lies outside its range");
        assertThat(space.problemWith(Configuration.of(Map.of("tune", false, "from", "a"))))
                .contains("from (a) is inactive in this configuration");
        assertThat(space.problemWith(Configuration.of(Map.of("tune", false, "size", 1L))))
                .contains("size is not a parameter");
        assertThat(space.problemWith(Configuration.of(Map.of("tune", true, "from", "a"))))
                .isEmpty();
    }

    private static Condition.Test oneOf(Object value) {
        return new Condition.Test.OneOf(List.of(value));
    }

    private static Parameter categorical(String name, Optional<Condition> when, Object... values) {
        return new CategoricalParameter(name, List.of(values), when);
    }

    private static double[] cut(SearchSpace space, double[] point) {
        return Arrays.copyOf(point, space.dimensions());
    }

    @Provide
    Arbitrary<SearchSpace> spaces() {
        return Specs.spaces();
    }

    @Provide
    Arbitrary<double[]> points() {
        return Arbitraries.doubles().between(0, 1).array(double[].class).ofSize(7);
    }
}
