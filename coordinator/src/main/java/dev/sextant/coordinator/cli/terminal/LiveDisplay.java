package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.text.ControlCharacters;
import java.util.List;

/**
 * Lines that are updated in place. On a terminal new lines overwrite old ones without clearing the screen, which would
 * flicker. Elsewhere the lines are printed when they have changed. Used by one thread.
 */
public final class LiveDisplay {
    private static final String CLEAR = "\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Console console;
    private final boolean inPlace;
    private List<String> shown = List.of();

    public LiveDisplay(Console console) {
        this.console = console;
        this.inPlace = console.terminal()
                && !console.environment().getOrDefault("TERM", "").equals("dumb");
    }

    /** Replaces the displayed lines. */
    public void show(List<String> lines) {
        if (inPlace) {
            StringBuilder frame = new StringBuilder(shown.isEmpty() ? CLEAR : "").append(HOME);
            lines.forEach(line -> frame.append(ControlCharacters.escapedExceptColors(line))
                    .append(CLEAR_REST_OF_LINE)
                    .append(System.lineSeparator()));
            // One write, so that the terminal never shows half of it.
            console.display().print(frame.append(CLEAR_BELOW));
        } else if (!lines.equals(shown)) {
            lines.forEach(console.out()::println);
        }
        console.out().flush();
        shown = List.copyOf(lines);
    }
}
