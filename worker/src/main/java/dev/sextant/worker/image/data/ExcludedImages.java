package dev.sextant.worker.image.data;

import dev.sextant.common.text.SpreadsheetText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** List of images to leave out: a CSV file with the column {@code path}, or a text file with one path per line. */
public final class ExcludedImages {
    private static final String SETTING = "exclude";
    private static final LabelColumns COLUMNS = new LabelColumns(Optional.empty(), Optional.empty(), Optional.empty());

    private ExcludedImages() {}

    /**
     * Reads the paths in a list. In a CSV file, an apostrophe before what would be a formula in a spreadsheet does not
     * count, see {@link SpreadsheetText}. In a text file, lines that begin with {@code #} are comments.
     *
     * @throws UnusableData if a CSV file has no column of paths, or the file is not UTF-8 text
     */
    public static Set<String> read(Path file, Configuration configuration) throws IOException, UnusableData {
        if (file.getName().endsWith(".csv")) {
            return LabelFile.read(file, configuration, SETTING, rows -> {
                String column = COLUMNS.path(rows.getHeaderNames(), SETTING, file.toString());
                Set<String> paths = new LinkedHashSet<>();
                rows.forEach(row -> paths.add(SpreadsheetText.text(row.get(column))));
                return paths;
            });
        }
        try (var lines = new BufferedReader(LabelFile.text(file, configuration))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (UncheckedIOException | CharacterCodingException e) {
            if (e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException) {
                throw new UnusableData(SETTING, "(" + file + ") is not UTF-8 text; save it in this encoding", e);
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
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
