package dev.sextant.coordinator.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The width of the terminal. */
public final class TerminalWidth {
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d+)");
    private static final int MIN_COLUMNS = 20;
    private static final int DEFAULT_COLUMNS = 80;

    private TerminalWidth() {}

    /** Returns the number of columns; empty without a terminal that can overwrite a line. */
    public static OptionalInt of(Console console) {
        if (!console.terminal()
                || console.environment().getOrDefault("TERM", "dumb").equals("dumb")) {
            return OptionalInt.empty();
        }
        int columns = sttyColumns();
        return OptionalInt.of(columns < MIN_COLUMNS ? DEFAULT_COLUMNS : columns);
    }

    /** Returns the number of columns according to {@code stty}, 0 if unknown. */
    private static int sttyColumns() {
        try {
            // Java cannot tell, and shells do not export COLUMNS.
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
