package dev.sextant.worker.image.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A reviewed list of images to leave out: a CSV file with the column {@code path}, or a path a line. */
public final class ExcludedImages {
    private static final String COLUMN = "path";

    private ExcludedImages() {}

    /** The paths in the list; in a list without columns, lines that begin with {@code #} are comments. */
    public static Set<String> read(Path file, Configuration configuration) throws IOException, UnusableData {
        Set<String> paths = new LinkedHashSet<>();
        if (file.getName().endsWith(".csv")) {
            try (CSVParser rows = LabelFile.parser(file, configuration)) {
                if (rows.getHeaderNames().stream().noneMatch(COLUMN::equalsIgnoreCase)) {
                    throw new UnusableData(
                            "exclude",
                            "(" + file + ") has no column path but " + rows.getHeaderNames()
                                    + "; its first line must name the column path");
                }
                for (CSVRecord row : rows) {
                    paths.add(row.get(COLUMN));
                }
            }
            return paths;
        }
        try (var lines = new BufferedReader(
                new InputStreamReader(file.getFileSystem(configuration).open(file), StandardCharsets.UTF_8))) {
            lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(paths::add);
        }
        return paths;
    }

    /**
     * Takes the images out.
     *
     * @param list where the paths were read
     * @throws UnusableData when a path names no image: a list that silently does nothing would hide its typing errors
     */
    static void remove(String list, Set<String> paths, List<ImageListing.LabelledFile> files) throws UnusableData {
        Set<String> unknown = new LinkedHashSet<>(paths);
        files.forEach(file -> unknown.remove(file.path()));
        if (!unknown.isEmpty()) {
            throw new UnusableData(
                    "exclude",
                    "(" + list + ") names images that are not in the data: " + ImageFolder.named(List.copyOf(unknown))
                            + "; write paths as they are in data, e.g. coat/017.png, and remove those that are gone");
        }
        files.removeIf(file -> paths.contains(file.path()));
    }
}
