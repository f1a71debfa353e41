package dev.sextant.worker.image.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
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
 * A CSV file of images: a line of column names, of which {@code path} and {@code label} are needed and {@code part} is
 * known; then a line an image. Paths are relative to the file's folder, or addresses.
 */
final class LabelFile {
    private static final String DATA = "data";
    private static final int NAMED = 5;
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
    private final Map<Path, Map<String, FileStatus>> folders = new HashMap<>();
    private final Map<String, Long> lines = new HashMap<>();
    private final List<String> missing = new ArrayList<>();

    private LabelFile(Path file, Configuration configuration) {
        this.file = file;
        this.configuration = configuration;
    }

    static List<ImageListing.LabelledFile> read(Path file, Configuration configuration)
            throws IOException, UnusableData {
        return new LabelFile(file, configuration).read();
    }

    /** Opens a CSV file whose first line names the columns; a byte order mark, as spreadsheets write it, is skipped. */
    static CSVParser parser(Path file, Configuration configuration) throws IOException {
        Reader in = new InputStreamReader(file.getFileSystem(configuration).open(file), StandardCharsets.UTF_8);
        try {
            java.io.PushbackReader marked = new java.io.PushbackReader(in, 1);
            int first = marked.read();
            if (first != '\ufeff' && first != -1) {
                marked.unread(first);
            }
            return CSVParser.builder().setReader(marked).setFormat(FORMAT).get();
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private List<ImageListing.LabelledFile> read() throws IOException, UnusableData {
        List<ImageListing.LabelledFile> found = new ArrayList<>();
        try (CSVParser rows = parser(file, configuration)) {
            for (String column : List.of("path", "label")) {
                if (rows.getHeaderNames().stream().noneMatch(column::equalsIgnoreCase)) {
                    throw new UnusableData(
                            DATA,
                            "(" + file + ") has no column " + column + " but " + rows.getHeaderNames()
                                    + "; its first line must name the columns path and label, with commas between");
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
        }
        if (!missing.isEmpty()) {
            throw new UnusableData(
                    DATA,
                    "(" + file + ") names " + missing.size() + " files that do not exist: "
                            + String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())))
                            + (missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "")
                            + "; mend the paths, which are relative to the CSV file's folder, or remove the lines");
        }
        return found;
    }

    private void add(CSVRecord row, List<ImageListing.LabelledFile> found) throws IOException, UnusableData {
        String path = row.get("path");
        String label = row.get("label");
        String word = row.isMapped("part") ? row.get("part") : "";
        if (path.isEmpty() || label.isEmpty()) {
            throw problem(row, "has no " + (path.isEmpty() ? "path" : "label"));
        }
        DataSplit part = DataSplit.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> problem(row, "has the part " + word + "; known are train, validation, test, extra"));
        Long before = lines.putIfAbsent(path, row.getParser().getCurrentLineNumber());
        if (before != null) {
            throw problem(row, "names " + path + " again, after line " + before);
        }
        boolean relative = !path.startsWith("/") && !path.matches("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");
        String root = relative ? address(file.getParent()) : "";
        Path whole = relative ? new Path(root + "/" + path) : qualified(new Path(path));
        Optional<FileStatus> status = status(whole);
        if (status.isEmpty()) {
            missing.add(path + " (line " + row.getParser().getCurrentLineNumber() + ")");
        } else {
            String name = relative ? path : whole.toString();
            found.add(new ImageListing.LabelledFile(root, name, label, part, status.get()));
        }
    }

    /** A path without a scheme lies where the CSV file does. */
    private Path qualified(Path path) throws IOException {
        return path.toUri().getScheme() != null
                ? path
                : file.getFileSystem(configuration).makeQualified(path);
    }

    /** Asks for a folder at once, as a question a file takes minutes on remote file systems. */
    private Optional<FileStatus> status(Path path) throws IOException {
        Path folder = path.getParent();
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
                // Then none of its files exists, which is what an empty folder says.
            }
            folders.put(folder, entries);
        }
        return Optional.ofNullable(entries.get(path.getName()));
    }

    private UnusableData problem(CSVRecord row, String what) {
        return new UnusableData(
                DATA,
                "(" + file + ") line " + row.getParser().getCurrentLineNumber() + " " + what + "; mend or remove it");
    }

    private static String address(Path folder) {
        String address = folder.toString();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
