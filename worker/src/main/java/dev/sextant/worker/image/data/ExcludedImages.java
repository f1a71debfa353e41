package dev.sextant.worker.image.data;

import dev.sextant.common.text.SpreadsheetText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** List of images to leave out: a CSV file with the column {@code path}, or a text file with one path per line. */
public final class ExcludedImages {
    private static final String COLUMN = "path";

    private ExcludedImages() {}

    /**
     * Reads the paths in a list. In a CSV file, an apostrophe before what would be a formula in a spreadsheet does not
     * count, see {@link SpreadsheetText}. In a text file, lines that begin with {@code #} are comments.
     *
     * @throws UnusableData if a CSV file has no column {@code path}
     */
    public static Set<String> read(Path file, Configuration configuration) throws IOException, UnusableData {
        try {
            return paths(file, configuration);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Set<String> paths(Path file, Configuration configuration) throws IOException, UnusableData {
        Set<String> paths = new LinkedHashSet<>();
        if (file.getName().endsWith(".csv")) {
            try (CSVParser rows = LabelFile.parser(file, configuration)) {
                if (rows.getHeaderNames().stream().noneMatch(COLUMN::equalsIgnoreCase)) {
                    throw new UnusableData(
                            "exclude",
                            "(" + file + ") has no column path, only " + rows.getHeaderNames()
                                    + "; its first line must name the column path");
                }
                for (CSVRecord row : rows) {
                    paths.add(SpreadsheetText.text(row.get(COLUMN)));
                }
            }
            return paths;
        }
        try (var lines = new BufferedReader(
                new InputStreamReader(LabelFile.open(file, configuration), StandardCharsets.UTF_8))) {
            lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(paths::add);
        }
        return paths;
    }

    /**
     * Removes the excluded images from {@code files}.
     *
     * @param list path of the list, for messages
     * @param paths paths in the list
     * @throws UnusableData if a path names no image: a typing error must not go unnoticed
     */
    static void remove(String list, Set<String> paths, List<ImageListing.LabeledFile> files) throws UnusableData {
        Set<String> unknown = new LinkedHashSet<>(paths);
        files.forEach(file -> unknown.remove(file.path()));
        if (!unknown.isEmpty()) {
            throw new UnusableData(
                    "exclude",
                    "(" + list + ") names images that are not in the data: "
                            + ImageFolder.abbreviated(List.copyOf(unknown))
                            + "; write paths relative to data, e.g. coat/017.png, and remove those of deleted files");
        }
        files.removeIf(file -> paths.contains(file.path()));
    }
}
