package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page that tables are written into. */
final class ReportPage {
    static final String BEGIN = "<!-- tables -->";
    static final String END = "<!-- end of tables -->";

    private ReportPage() {}

    /** Replaces what stands between the marks {@value #BEGIN} and {@value #END}; a file without them becomes the tables. */
    static void write(Path page, String tables) throws IOException {
        String text = Files.exists(page) ? Files.readString(page) : "";
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            Files.writeString(page, tables);
            return;
        }
        Files.writeString(
                page, text.substring(0, begin + BEGIN.length()) + "\n\n" + tables + "\n" + text.substring(end));
    }
}
