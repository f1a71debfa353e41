package dev.sextant.coordinator.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
    /** Widths as in glibc's wcwidth. */
    @ParameterizedTest
    @CsvSource({
        "'',          0",
        "plain,       5",
        "Größe,       5",
        "σ²,          2",
        "猫,          2",
        "ねこ,        4",
        "고양이,      6",
        "Ａ１,        4",
        "cafe\u0301,  4",
        "\u1112\u1161\u11ab, 2",
        "a\u200bb,    2",
        "𠀋,          2",
        "🐈,          2",
        "×…—,         3"
    })
    void countsTerminalColumns(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void prefixNeverSplitsAWideCharacter() {
        assertThat(DisplayWidth.prefix("猫と犬", 5)).isEqualTo("猫と");
        assertThat(DisplayWidth.prefix("abc", 2)).isEqualTo("ab");
        assertThat(DisplayWidth.prefix("abc", 9)).isEqualTo("abc");
    }

    @Test
    void prefixKeepsCombiningMarks() {
        assertThat(DisplayWidth.prefix("e\u0301e\u0301", 1)).isEqualTo("e\u0301");
    }
}
