package dev.sextant.worker.image.data;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.text.SpreadsheetText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Reader of a CSV file of images. Its first line names the columns: {@code path} and {@code label} are required, {@code
 * part} is optional, others are ignored. Each further line is one image. Paths are relative to the file's folder, or
 * URIs. An apostrophe before what would be a formula in a spreadsheet does not count, see {@link SpreadsheetText}.
 */
final class LabelFile {
    private static final String DATA = "data";
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private final Path file;
    private final Configuration configuration;
    /** Files in the folders listed so far, by name. */
    private final Map<Path, Map<String, FileStatus>> folders = new HashMap<>();

    /** Line of each path. */
    private final Map<String, Long> lines = new HashMap<>();

    /** Paths of missing files, with their lines. */
    private final List<String> missing = new ArrayList<>();

    private LabelFile(Path file, Configuration configuration) {
        this.file = file;
        this.configuration = configuration;
    }

    static List<ImageListing.LabeledFile> read(Path file, Configuration configuration)
            throws IOException, UnusableData {
        return new LabelFile(file, configuration).read();
    }

    /** Opens a CSV file whose first line names the columns; skips a byte order mark, which spreadsheets write. */
    static CSVParser parser(Path file, Configuration configuration) throws IOException {
        Reader in = new InputStreamReader(open(file, configuration), StandardCharsets.UTF_8);
        try {
            PushbackReader text = new PushbackReader(in, 1);
            int first = text.read();
            if (first != BYTE_ORDER_MARK && first != -1) {
                text.unread(first);
            }
            return CSVParser.builder().setReader(text).setFormat(FORMAT).get();
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Opens a table, of which only so many bytes are read as a table may have. */
    static InputStream open(Path file, Configuration configuration) throws IOException {
        return BoundedRead.stream(
                file.getFileSystem(configuration).open(file), BoundedRead.TABLE_BYTES, file.toString());
    }

    private List<ImageListing.LabeledFile> read() throws IOException, UnusableData {
        List<ImageListing.LabeledFile> found = new ArrayList<>();
        try (CSVParser rows = parser(file, configuration)) {
            for (String column : List.of("path", "label")) {
                if (rows.getHeaderNames().stream().noneMatch(column::equalsIgnoreCase)) {
                    throw new UnusableData(
                            DATA,
                            "(" + file + ") has no column " + column + ", only " + rows.getHeaderNames()
                                    + "; its first line must name the columns path and label, separated by a comma");
                }
            }
            for (CSVRecord row : rows) {
                if (!row.isConsistent()) {
                    throw problem(
                            row,
                            "has " + row.size() + " values for "
                                    + rows.getHeaderNames().size() + " columns");
                }
                add(row, found);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (!missing.isEmpty()) {
            throw new UnusableData(
                    DATA,
                    "(" + file + ") names " + missing.size() + " files that do not exist: "
                            + ImageFolder.abbreviated(missing)
                            + "; correct the paths, which are relative to the CSV file's folder, or remove the lines");
        }
        return found;
    }

    private void add(CSVRecord row, List<ImageListing.LabeledFile> found) throws IOException, UnusableData {
        String path = SpreadsheetText.text(row.get("path"));
        String label = SpreadsheetText.text(row.get("label"));
        String word = row.isMapped("part") ? row.get("part") : "";
        if (path.isEmpty() || label.isEmpty()) {
            throw problem(row, "has no " + (path.isEmpty() ? "path" : "label"));
        }
        DataSplit part = DataSplit.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(
                        () -> problem(row, "has the part " + word + ", which is not train, validation, test or extra"));
        Long earlierLine = lines.putIfAbsent(path, row.getParser().getCurrentLineNumber());
        if (earlierLine != null) {
            throw problem(row, "names " + path + " again, after line " + earlierLine);
        }
        boolean relative = !path.startsWith("/") && !path.matches("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");
        String root = relative ? ImageListing.address(file.getParent()) : "";
        Path absolute = relative ? new Path(root + "/" + path) : qualified(new Path(path));
        Optional<FileStatus> status = status(absolute);
        if (status.isEmpty()) {
            missing.add(path + " (line " + row.getParser().getCurrentLineNumber() + ")");
        } else {
            String name = relative ? path : absolute.toString();
            found.add(new ImageListing.LabeledFile(root, name, label, part, status.get()));
        }
    }

    /** Completes a path without a scheme: it is on the CSV file's file system. */
    private Path qualified(Path path) throws IOException {
        return path.toUri().getScheme() != null
                ? path
                : file.getFileSystem(configuration).makeQualified(path);
    }

    /**
     * Looks a file up. Lists its whole folder at once, as one request per file takes minutes on remote file systems.
     */
    private Optional<FileStatus> status(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            // The root of a file system is no file.
            return Optional.empty();
        }
        Map<String, FileStatus> entries = folders.get(folder);
        if (entries == null) {
            entries = new HashMap<>();
            try {
                for (FileStatus entry : folder.getFileSystem(configuration).listStatus(folder)) {
                    if (!entry.isDirectory()) {
                        entries.put(entry.getPath().getName(), entry);
                    }
                }
            } catch (FileNotFoundException e) {
                // Treated as an empty folder: none of its files exists.
            }
            folders.put(folder, entries);
        }
        return Optional.ofNullable(entries.get(path.getName()));
    }

    private UnusableData problem(CSVRecord row, String problem) {
        return new UnusableData(
                DATA,
                "(" + file + ") line " + row.getParser().getCurrentLineNumber() + " " + problem
                        + "; correct or remove it");
    }
}
