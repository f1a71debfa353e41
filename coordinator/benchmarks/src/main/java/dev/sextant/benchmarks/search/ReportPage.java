package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page that tables are written into. */
final class ReportPage {
    static final String BEGIN = "<!-- tables -->";
    static final String END = "<!-- end of tables -->";

    private ReportPage() {}

    /**
     * Replaces what stands between the lines {@value #BEGIN} and {@value #END}; a file without them becomes the tables.
     */
    static void write(Path page, String tables) throws IOException {
        String text = Files.exists(page) ? Files.readString(page) : "";
        int begin = text.indexOf("\n" + BEGIN + "\n"); // a page may also speak of the marks
        int end = text.indexOf("\n" + END + "\n");
        if (begin < 0 || end < begin) {
            Files.writeString(page, tables);
            return;
        }
        Files.writeString(page, text.substring(0, begin) + "\n" + BEGIN + "\n\n" + tables + text.substring(end));
    }
}
