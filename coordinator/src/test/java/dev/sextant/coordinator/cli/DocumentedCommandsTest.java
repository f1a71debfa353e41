package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sextant.coordinator.docs.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command line on the pages is one that the program takes. Parsed only, not run. */
class DocumentedCommandsTest {
    /** The launcher, after a prompt or variables, or the jar at the end of what spark-submit is given. */
    private static final Pattern COMMAND = Pattern.compile(
            "^(?:\\$ )?(?:[A-Z_]+=\\S+ )*(?:(?:\\./|bin/)?sextant|(?:\\S*/)?spark-submit .*?sextant\\.jar) +([a-z-].*)$");

    /** A word, quoted or not; what ends a command; a comment. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(#.*|[|&;>].*)|([^\\s'\"]+)");

    /** A command line. */
    record Line(String place, List<String> words) {
        @Override
        public String toString() {
            return place + " " + String.join(" ", words);
        }
    }

    static Stream<Line> lines() {
        return Page.blocks("sh", "").flatMap(block -> {
            List<Line> lines = new ArrayList<>();
            for (String line : block.text().replaceAll("\\\\\n\\s*", "").split("\n", -1)) {
                Matcher command = COMMAND.matcher(line);
                if (command.matches()) {
                    lines.add(new Line(block.place(), words(command.group(1))));
                }
            }
            return lines.stream();
        });
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find() && matcher.group(3) == null) {
            words.add(Stream.of(matcher.group(1), matcher.group(2), matcher.group(4))
                    .filter(word -> word != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isUnderstood(Line line) {
        CapturedConsole console = CapturedConsole.withEnvironment(Map.of());
        assertThatCode(() -> Sextant.commandLine(console.console())
                        .parseArgs(line.words().toArray(String[]::new)))
                .as(line.toString())
                .doesNotThrowAnyException();
    }

    @Test
    void pagesShowEveryCommandAtWork() {
        List<String> shown = lines().map(line -> line.words().get(0)).distinct().toList();
        assertThat(shown)
                .containsAll(Sextant.commandLine(
                                CapturedConsole.withEnvironment(Map.of()).console())
                        .getSubcommands()
                        .keySet());
    }
}
