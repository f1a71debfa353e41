package dev.sextant.common.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingTest {
    @Test
    void declaresNumbers() {
        Setting dropout =
                Setting.number("dropout").between(0, 0.9).byDefault(0.2).describedAs("share of units to drop");
        assertThat(dropout.name()).isEqualTo("dropout");
        assertThat(dropout.type()).isEqualTo(Setting.Type.NUMBER);
        assertThat(dropout.low()).hasValue(0);
        assertThat(dropout.high()).hasValue(0.9);
        assertThat(dropout.defaultValue()).contains(0.2);
        assertThat(dropout.required()).isFalse();
        assertThat(dropout.doc()).isEqualTo("share of units to drop");
        assertThat(dropout).hasToString("Setting dropout (NUMBER): share of units to drop");
    }

    @Test
    void declaresWholeNumbersAsLongs() {
        Setting layers = Setting.integer("layers").byDefault(1).between(0, 8).describedAs("hidden layers");
        assertThat(layers.defaultValue()).contains(1L);
        Setting seed = Setting.integer("seed").atLeast(0).describedAs("a seed");
        assertThat(seed.high()).hasValue(Integer.MAX_VALUE);
        assertThat(seed.defaultValue()).isEmpty();
    }

    @Test
    void declaresChoicesTextsAndPaths() {
        assertThat(Setting.choice("optimizer")
                        .oneOf("sgd", "adam")
                        .describedAs("the optimizer")
                        .choices())
                .containsExactly("sgd", "adam");
        assertThat(Setting.choice("size")
                        .oneOf(List.of(32L, 64L))
                        .byDefault(64L)
                        .describedAs("pixels")
                        .choices())
                .containsExactly(32L, 64L);
        assertThat(Setting.text("note").byDefault("").describedAs("a note").defaultValue())
                .contains("");
        assertThat(Setting.path("data").required().describedAs("images").required())
                .isTrue();
    }

    @Test
    void searchesOnlySingleValues() {
        Setting path = Setting.path("x").describedAs("x");
        Setting list = Setting.textList("x").describedAs("x");
        Setting map = Setting.integerMap("x").describedAs("x");
        Setting sets = Setting.sets("x").of(List.of(number())).describedAs("x");
        assertThat(Stream.of(path, list, map, sets)).noneMatch(Setting::isSearchable);
        Setting searched = Setting.path("x").searchable().describedAs("x");
        assertThat(searched.isSearchable()).isTrue();
        assertThat(searched.isPath()).isTrue();
        assertThat(Stream.of(
                        Setting.number("x").describedAs("x"),
                        Setting.integer("x").describedAs("x"),
                        Setting.flag("x").describedAs("x"),
                        Setting.text("x").describedAs("x"),
                        Setting.choice("x").oneOf("y").describedAs("x")))
                .allMatch(Setting::isSearchable);
    }

    private static Setting number() {
        return Setting.number("y").describedAs("y");
    }

    @Test
    void rejectsSetsOfNothingOrOfPaths() {
        refuses(() -> Setting.sets("x").describedAs("x"), "Setting x: needs at least one setting; list them with of");
        refuses(
                () -> Setting.sets("x").of(List.of(Setting.path("y").describedAs("y"))),
                "Setting x: holds a path or other sets, which a set cannot have");
        refuses(
                () -> Setting.sets("x").of(List.of(number())).of(List.of(number())),
                "Setting x: has two lists of settings; keep one of them");
    }

    @Test
    void rejectsEmptyRanges() {
        refuses(() -> Setting.number("x").between(5, 0), "Setting x: low (5.0) must be below high (0.0)");
        refuses(() -> Setting.integer("x").between(3, 3), "Setting x: low (3) must be below high (3)");
        refuses(() -> Setting.number("x").between(Double.NaN, 1), "Setting x: low and high must be finite numbers");
        refuses(() -> Setting.number("x").atLeast(Double.NEGATIVE_INFINITY), "Setting x: low must be a finite number");
        refuses(() -> Setting.integer("x").between(0, 1L << 54), "Setting x: low and high must lie within ±2^53");
        refuses(() -> Setting.number("x").atLeast(0).between(0, 1), "Setting x: has two ranges; keep one of them");
    }

    @Test
    void rejectsDefaultsThatAStudyCouldNotGive() {
        refuses(
                () -> Setting.number("x").between(0, 1).byDefault(2),
                "Setting x: default (2.0) lies outside the range; move one of them");
        refuses(
                () -> Setting.integer("x").byDefault(-1).atLeast(0),
                "Setting x: default (-1) lies outside the range; move one of them");
        refuses(() -> Setting.number("x").byDefault(Double.NaN), "Setting x: default (NaN) must be a finite number");
        refuses(
                () -> Setting.choice("x").oneOf("a", "b").byDefault("c"),
                "Setting x: default (c) must be one of [a, b]");
        refuses(
                () -> Setting.flag("x").byDefault(true).byDefault(false),
                "Setting x: has two defaults (true and false); keep one of them");
        refuses(
                () -> Setting.text("x").required().byDefault("a"),
                "Setting x: is required and cannot have a default (a) too");
        refuses(
                () -> Setting.text("x").byDefault("a").required(),
                "Setting x: has a default (a) and cannot be required too");
    }

    @Test
    void rejectsChoicesThatAStudyCouldNotTell() {
        refuses(() -> Setting.choice("x").oneOf("a", "a"), "Setting x: lists a choice twice in [a, a]");
        refuses(() -> Setting.choice("x").oneOf(), "Setting x: needs at least one choice");
        refuses(
                () -> Setting.choice("x").describedAs("x"),
                "Setting x: needs at least one choice; list them with oneOf");
        refuses(
                () -> Setting.choice("x").oneOf(1, 2),
                "Setting x: choice 1 is of type Integer; give a Double, Long, Boolean or String");
        refuses(
                () -> Setting.choice("x").oneOf("a").oneOf("b"),
                "Setting x: has two lists of choices; keep one of them");
    }

    @Test
    void rejectsNamesAndDescriptionsThatDoNotFitThePages() {
        refuses(
                () -> Setting.text("learning rate"),
                "A setting's name (learning rate) must start with a letter and continue with letters, digits, _ and -;"
                        + " rename it");
        refuses(
                () -> Setting.text("x").describedAs(" "),
                "Setting x: needs a description; say in one line what it is, with units");
        refuses(
                () -> Setting.text("x").describedAs("one\ntwo"),
                "Setting x: needs a description of one line; remove the line break");
    }

    private static void refuses(ThrowingCallable declaration, String message) {
        assertThatThrownBy(declaration)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
