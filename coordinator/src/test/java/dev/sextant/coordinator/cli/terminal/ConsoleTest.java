package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.text.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final String HOSTILE = "a\u001b[2J\u001b]0;title\u0007\u009bb\rc\u202e";
    private static final String SHOWN = "a\\u001b[2J\\u001b]0;title\\u0007\\u009bb\\u000dc\\u202e";

    private final CapturedConsole pipe = CapturedConsole.withEnvironment(Map.of());
    private final CapturedConsole terminal = CapturedConsole.atTerminal(Map.of("TERM", "xterm"), "");

    @Test
    void escapesControlCharactersOfWhatIsPrinted() {
        for (CapturedConsole captured : List.of(pipe, terminal)) {
            captured.console().out().println(HOSTILE);
            captured.console().err().printf("%s%n", HOSTILE);

            assertThat(captured.out()).isEqualTo(SHOWN + "\n");
            assertThat(captured.err()).isEqualTo(SHOWN + "\n");
        }
    }

    @Test
    void keepsItsOwnColorsOnATerminalButNoneOfOthers() {
        Table table = Table.of("class").row(new Table.Cell("\u001b[31mred", AnsiStyle.Look.GOOD));

        table.lines(new AnsiStyle(terminal.console()))
                .forEach(terminal.console().out()::println);
        table.lines(new AnsiStyle(pipe.console())).forEach(pipe.console().out()::println);

        assertThat(terminal.out()).contains("\u001b[32m\\u001b[31mred\u001b[0m");
        assertThat(pipe.out()).isEqualTo("class\n\\u001b[31mred\n");
    }

    @Test
    void jsonStaysTheSameJson() throws Exception {
        String name = HOSTILE + "\u007f\n\t\"\\";

        pipe.console().out().println(Json.text(Map.of("name", name)));

        assertThat(pipe.out()).doesNotContain("\u001b", "\u009b", "\u007f");
        assertThat(new ObjectMapper().readTree(pipe.out()).path("name").textValue())
                .isEqualTo(name);
    }

    @Test
    void aLiveDisplayMovesTheCursorButItsLinesDoNot() {
        new LiveDisplay(terminal.console()).show(List.of(HOSTILE));

        assertThat(terminal.out()).isEqualTo("\u001b[2J\u001b[H" + SHOWN + "\u001b[K\n\u001b[J");
    }
}
