package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.CapturedConsole;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private final AnsiStyle plain =
            new AnsiStyle(CapturedConsole.withEnvironment(Map.of()).console());
    private final AnsiStyle colored = new AnsiStyle(
            CapturedConsole.atTerminal(Map.of("TERM", "xterm"), "").console());

    @Test
    void alignsWordsToTheLeftAndNumbersToTheRight() {
        Table table = Table.of(">trial", "state", ">value")
                .row(7, TrialState.RUNNING, "0.5")
                .row(112, "x", "0.9123");

        assertThat(table.lines(plain))
                .containsExactly("trial  state     value", "    7  RUNNING     0.5", "  112  x        0.9123");
    }

    @Test
    void givesUpTheEndOfTheLastColumnWhenTooWide() {
        Table table = Table.of("name", "configuration").row("a", "x".repeat(300));

        String row = table.lines(plain).get(1);

        assertThat(row).hasSize(Table.WIDTH).startsWith("a     xxx").endsWith("x...");
    }

    @Test
    void alignsWideAndCombiningCharacters() {
        Table table =
                Table.of("class", "images").row("猫", 3).row("cafe\u0301", 4).row("plain", 5);

        assertThat(table.lines(plain)).containsExactly("class  images", "猫     3", "cafe\u0301   4", "plain  5");
    }

    @Test
    void cutsWideCharactersByTheirColumns() {
        String row = Table.of("path").row("猫".repeat(80)).lines(plain).get(1);

        assertThat(row).isEqualTo("猫".repeat(48) + "...");
    }

    @Test
    void keepsARowOnOneLine() {
        assertThat(Table.of("error").row("first\n  second\r\nthird").lines(plain))
                .contains("first second third");
    }

    @Test
    void colorsDoNotDisturbTheColumns() {
        Table table = Table.of("state", ">n").row(TrialState.FAILED, 1).row("somewhat longer", 10);

        assertThat(table.lines(colored).get(1)).contains("\u001b[31mFAILED\u001b[0m");
        assertThat(table.lines(colored).stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
                        .toList())
                .isEqualTo(table.lines(plain));
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> Table.of("a", "b").row("only one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a row of 1 cells to a table of 2 columns");
    }
}
