package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page with a section for generated tables. */
final class ReportPage {
    static final String BEGIN = "<!-- tables -->";
    static final String END = "<!-- end of tables -->";

    private ReportPage() {}

    /**
     * Replaces the text between the lines {@value #BEGIN} and {@value #END}. A file without these lines is overwritten.
     */
    static void write(Path page, String tables) throws IOException {
        String text = Files.exists(page) ? Files.readString(page) : "";
        int begin = text.indexOf("\n" + BEGIN + "\n"); // a page may also mention the marks
        int end = text.indexOf("\n" + END + "\n");
        if (begin < 0 || end < begin) {
            Files.writeString(page, tables);
            return;
        }
        Files.writeString(page, text.substring(0, begin) + "\n" + BEGIN + "\n\n" + tables + text.substring(end));
    }
}
