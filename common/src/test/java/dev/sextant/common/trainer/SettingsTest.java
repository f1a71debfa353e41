package dev.sextant.common.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final List<Setting> DECLARED = List.of(
            Setting.number("rate").between(0, 1).byDefault(0.5).describedAs("a rate"),
            Setting.integer("layers").between(0, 8).byDefault(2).describedAs("layers"),
            Setting.flag("fine").byDefault(true).describedAs("a flag"),
            Setting.text("note").byDefault("none").describedAs("a note"),
            Setting.textList("labels").describedAs("labels"),
            Setting.integerMap("epochs").describedAs("epochs"));

    @Test
    void overlaysDefaultsWithWhatIsGiven() {
        Settings settings = Settings.withDefaults(
                DECLARED, Map.of("rate", 0.1, "labels", List.of("a"), "epochs", Map.of("head", 5L)));
        assertThat(settings.number("rate")).isEqualTo(0.1);
        assertThat(settings.integer("layers")).isEqualTo(2);
        assertThat(settings.flag("fine")).isTrue();
        assertThat(settings.text("note")).isEqualTo("none");
        assertThat(settings.textList("labels")).containsExactly("a");
        assertThat(settings.integerMap("epochs")).containsExactly(Map.entry("head", 5L));
        assertThat(Settings.withDefaults(DECLARED, Map.of()).has("labels")).isFalse();
    }

    @Test
    void takesALongForANumber() {
        assertThat(Settings.withDefaults(DECLARED, Map.of("rate", 1L)).number("rate"))
                .isEqualTo(1.0);
    }

    @Test
    void saysWhatIsAbsentOrOfAnotherType() {
        Settings settings = Settings.withDefaults(DECLARED, Map.of());
        assertThatThrownBy(() -> settings.text("labels"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("Setting labels is absent");
        assertThatThrownBy(() -> settings.integer("rate")).hasMessage("Setting rate (0.5) is a Double, not a Long");
        assertThatThrownBy(() -> Settings.withDefaults(DECLARED, Map.of("layers", 1L << 40))
                        .integer("layers"))
                .isInstanceOf(ArithmeticException.class);
    }
}
