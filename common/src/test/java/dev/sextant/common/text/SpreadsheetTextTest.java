package dev.sextant.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+cmd|' /C calc'!A0", "-a/1.jpg", "@SUM(A1)", "\t=1", "\r=1", "-1+1", "-Infinity", "=\n"
            })
    void precedesAFormulaByAnApostrophe(String text) {
        assertThat(SpreadsheetText.cell(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.5", "+3", "-1e-05", "-2.5E10", "-.5", "7", "", "a=b", "cat", "it's", "'quoted'", "NaN"})
    void leavesNumbersAndOtherText(String text) {
        assertThat(SpreadsheetText.cell(text)).isEqualTo(text);
    }

    @Test
    void readsWhatItWrites() {
        for (String text : new String[] {"=1", "'=1", "''=1", "-0.5", "'-0.5", "'", "'a", "", "@", "\tx", "a"}) {
            assertThat(SpreadsheetText.text(SpreadsheetText.cell(text))).isEqualTo(text);
        }
    }
}
