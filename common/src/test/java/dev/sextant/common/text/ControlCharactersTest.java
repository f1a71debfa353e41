package dev.sextant.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCharactersTest {
    @Test
    void escapesWhatATerminalWouldObey() {
        assertThat(ControlCharacters.escaped("a\u001b[2Jb\u009bc\rd\u0007e\u007f\u202ef\u2028"))
                .isEqualTo("a\\u001b[2Jb\\u009bc\\u000dd\\u0007e\\u007f\\u202ef\\u2028");
        assertThat(ControlCharacters.escaped("one\ntwo\tthree")).isEqualTo("one\\u000atwo\\u0009three");
        assertThat(ControlCharacters.escapedExceptLines("one\ntwo\tthree\r")).isEqualTo("one\ntwo\tthree\\u000d");
        assertThat(ControlCharacters.escapedExceptLines("a,b\r\n\r1\r\n")).isEqualTo("a,b\r\n\\u000d1\r\n");
        assertThat(ControlCharacters.escaped("a\r\n")).isEqualTo("a\\u000d\\u000a");
    }

    @Test
    void leavesTextOfAllLanguages() {
        String text = "café, 猫, العربية, 👩‍🔬, C:\\new";
        assertThat(ControlCharacters.escaped(text)).isSameAs(text);
        assertThat(ControlCharacters.areIn(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[0m", "\u001b[m", "\u001b[1m", "\u001b[31m", "\u001b[39m"})
    void letsColorsPass(String color) {
        assertThat(ControlCharacters.escapedExceptColors("a" + color + "b\u0007"))
                .isEqualTo("a" + color + "b\\u0007");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[8m", "\u001b[2J", "\u001b[K", "\u001b]0;title\u0007", "\u001b[31;8m", "\u001b"})
    void letsNoOtherSequencePass(String sequence) {
        assertThat(ControlCharacters.escapedExceptColors("a" + sequence + "\u001b[1mb"))
                .isEqualTo("a" + ControlCharacters.escaped(sequence) + "\u001b[1mb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\t", "a\u0085b", "a\u2028b", "a\u2029b", "a\u001b", "a\u0000"})
    void findsEveryLineBreakAndControlCharacter(String text) {
        assertThat(ControlCharacters.areIn(text)).isTrue();
    }
}
