package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    @TempDir
    private Path folder;

    @Test
    void replacesTheTablesAndLeavesTheTextThatSpeaksOfTheMarks() throws IOException {
        Path page = folder.resolve("page.md");
        String before = "Tables go between `" + ReportPage.BEGIN + "` and `" + ReportPage.END + "`.\n\n";
        Files.writeString(page, before + ReportPage.BEGIN + "\n\nold\n\n" + ReportPage.END + "\nafter\n");

        ReportPage.write(page, "| new |\n");
        ReportPage.write(page, "| newer |\n");

        assertThat(page).hasContent(before + ReportPage.BEGIN + "\n\n| newer |\n\n" + ReportPage.END + "\nafter\n");
    }

    @Test
    void makesAPageOfTheTablesWhereThereAreNoMarks() throws IOException {
        Path page = folder.resolve("new.md");

        ReportPage.write(page, "| new |\n");

        assertThat(page).hasContent("| new |\n");
    }
}
