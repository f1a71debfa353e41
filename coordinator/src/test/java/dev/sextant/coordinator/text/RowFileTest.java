package dev.sextant.coordinator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowFileTest {
    private static String write(RowFile.Format format, List<String> columns, List<Map<String, Object>> rows) {
        StringWriter text = new StringWriter();
        RowFile file = RowFile.begin(format, text, columns);
        rows.forEach(file::add);
        file.end();
        return text.toString();
    }

    @Test
    void csvQuotesSeparatorsQuotesAndLineBreaks() {
        assertThat(write(
                        RowFile.Format.CSV,
                        List.of("id", "the \"blue\", one"),
                        List.of(Map.of("id", "a,b", "the \"blue\", one", "line\nbreak"))))
                .isEqualTo("id,\"the \"\"blue\"\", one\"\r\n\"a,b\",\"line\nbreak\"\r\n");
    }

    @Test
    void csvHoldsNoFormulas() {
        assertThat(write(
                        RowFile.Format.CSV,
                        List.of("id", "class", "@p"),
                        List.of(Map.of("id", "=cmd()", "class", "-dogs", "@p", -0.5))))
                .isEqualTo("id,class,'@p\r\n'=cmd(),'-dogs,-0.5\r\n");
    }

    @Test
    void csvLeavesAbsentValuesEmptyAndWritesListsAsJson() {
        assertThat(write(
                        RowFile.Format.CSV,
                        List.of("a", "b", "c"),
                        List.of(Map.of("a", -0.5, "c", Arrays.asList(1, "x")))))
                .isEqualTo("a,b,c\r\n-0.5,,\"[1,\"\"x\"\"]\"\r\n");
    }

    @Test
    void jsonIsAnArrayWithOneObjectPerLine() {
        assertThat(write(RowFile.Format.JSON, List.of("a"), List.of(Map.of("a", 1), Map.of("a", Double.NaN))))
                .isEqualTo("[\n{\"a\":1},\n{\"a\":\"NaN\"}\n]\n");
        assertThat(write(RowFile.Format.JSON, List.of("a"), List.of())).isEqualTo("[\n]\n");
    }
}
