package dev.sextant.coordinator.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how wide the terminal is. */
public final class TerminalWidth {
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d+)");
    private static final int NARROWEST = 20;
    private static final int USUAL = 80;

    private TerminalWidth() {}

    /** @return columns; empty without a terminal, or with one that cannot rewrite a line */
    public static OptionalInt of(Console console) {
        if (!console.terminal()
                || console.environment().getOrDefault("TERM", "dumb").equals("dumb")) {
            return OptionalInt.empty();
        }
        int columns = asked();
        return OptionalInt.of(columns < NARROWEST ? USUAL : columns);
    }

    /** @return 0 when the terminal does not say */
    private static int asked() {
        try {
            // Java has no way to ask; shells do not export COLUMNS.
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null").start();
            try (var out = stty.getInputStream()) {
                Matcher size =
                        ROWS_AND_COLUMNS.matcher(new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip());
                stty.waitFor(1, TimeUnit.SECONDS);
                return size.matches() ? Integer.parseInt(size.group(1)) : 0;
            }
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
