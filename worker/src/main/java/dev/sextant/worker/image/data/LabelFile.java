package dev.sextant.worker.image.data;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.text.SpreadsheetText;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Reader of a CSV file of images. Its first line names the columns, see {@link LabelColumns}. Each further line is one image.
 * Paths are relative to the file's folder, or URIs. A backslash may stand for a slash, and the end of a file's name may be
 * left out if only one file begins so. An apostrophe before what would be a formula in a spreadsheet does not count, see {@link SpreadsheetText}.
 */
final class LabelFile {
    private static final String DATA = "data";
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Where the parser's messages say in which line a quoted value begins. */
    private static final Pattern LINE = Pattern.compile("line:? (\\d+)");

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private final Path file;
    private final LabelColumns columns;
    private final Configuration configuration;

    /** Files in the folders listed so far, by name. */
    private final Map<Path, Map<String, FileStatus>> folders = new HashMap<>();

    /** Line of each path. */
    private final Map<String, Long> lines = new HashMap<>();

    /** Paths of missing files, with their lines. */
    private final List<String> missing = new ArrayList<>();

    private LabelFile(Path file, LabelColumns columns, Configuration configuration) {
        this.file = file;
        this.columns = columns;
        this.configuration = configuration;
    }

    static List<ImageListing.LabeledFile> read(Path file, LabelColumns columns, Configuration configuration)
            throws IOException, UnusableData {
        return new LabelFile(file, columns, configuration).read();
    }

    /** Reads the rows of a CSV file. */
    interface Rows<T> {
        T read(CSVParser rows) throws IOException, UnusableData;
    }

    /**
     * Reads a CSV file whose first line names the columns; skips a byte order mark, which spreadsheets write.
     *
     * @param setting name of the setting that names the file
     * @throws UnusableData if the file is not UTF-8, or not well-formed CSV
     */
    static <T> T read(Path file, Configuration configuration, String setting, Rows<T> reader)
            throws IOException, UnusableData {
        long line = 1;
        try (Reader in = text(file, configuration);
                CSVParser rows =
                        CSVParser.builder().setReader(in).setFormat(FORMAT).get()) {
            try {
                return reader.read(rows);
            } finally {
                line = rows.getCurrentLineNumber() + 1;
            }
        } catch (UncheckedIOException e) {
            throw problem(file, setting, line, e.getCause());
        } catch (CharacterCodingException | CSVException e) {
            throw problem(file, setting, line, e);
        } catch (IllegalArgumentException e) {
            throw new UnusableData(
                    setting,
                    "(" + file + ") names a column twice in its first line: " + e.getMessage() + "; rename one",
                    e);
        }
    }

    private static UnusableData problem(Path file, String setting, long line, IOException e) throws IOException {
        if (e instanceof CharacterCodingException) {
            return new UnusableData(
                    setting,
                    "(" + file + ") is not UTF-8 text at line " + line + " or below; save it in this encoding",
                    e);
        }
        if (e instanceof CSVException) {
            Matcher named = LINE.matcher(e.getMessage());
            return new UnusableData(
                    setting,
                    "(" + file + ") is not well-formed CSV at line " + (named.find() ? named.group(1) : line)
                            + ": a quotation mark is not closed, or is followed by other text; write two for one that is part"
                            + " of a value",
                    e);
        }
        throw e;
    }

    /** Opens a text file in UTF-8. Reading fails where it is in another encoding. A byte order mark is skipped. */
    static Reader text(Path file, Configuration configuration) throws IOException {
        Reader in = new InputStreamReader(open(file, configuration), StandardCharsets.UTF_8.newDecoder());
        try {
            PushbackReader text = new PushbackReader(in, 1);
            int first = text.read();
            if (first != BYTE_ORDER_MARK && first != -1) {
                text.unread(first);
            }
            return text;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Opens a table, of which only so many bytes are read as a table may have. */
    static InputStream open(Path file, Configuration configuration) throws IOException {
        return BoundedRead.stream(
                HadoopFiles.of(file, configuration).open(file), BoundedRead.TABLE_BYTES, file.toString());
    }

    private List<ImageListing.LabeledFile> read() throws IOException, UnusableData {
        List<ImageListing.LabeledFile> found = new ArrayList<>();
        read(file, configuration, DATA, rows -> {
            List<String> header = rows.getHeaderNames();
            String path = columns.path(header, DATA, file.toString());
            String label = columns.label(header, file.toString());
            Optional<String> part = columns.part(header, file.toString());
            for (CSVRecord row : rows) {
                if (!row.isConsistent()) {
                    throw problem(row, "has " + row.size() + " values for " + header.size() + " columns");
                }
                add(row, row.get(path), row.get(label), part.map(row::get).orElse(""), found);
            }
            return found;
        });
        if (!missing.isEmpty()) {
            throw new UnusableData(
                    DATA,
                    "(" + file + ") names " + missing.size() + " files that do not exist: "
                            + ImageFolder.abbreviated(missing)
                            + "; correct the paths, which are relative to the CSV file's folder, or remove the lines");
        }
        return found;
    }

    private void add(
            CSVRecord row, String pathValue, String labelValue, String word, List<ImageListing.LabeledFile> found)
            throws IOException, UnusableData {
        String path = SpreadsheetText.text(pathValue);
        String label = SpreadsheetText.text(labelValue);
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
        Optional<ImageListing.LabeledFile> image = image(path, label, part);
        if (image.isEmpty() && path.indexOf('\\') >= 0) {
            image = image(path.replace('\\', '/'), label, part);
        }
        if (image.isEmpty()) {
            missing.add(path + " (line " + row.getParser().getCurrentLineNumber() + ")");
        } else {
            found.add(image.get());
        }
    }

    private Optional<ImageListing.LabeledFile> image(String path, String label, DataSplit part) throws IOException {
        boolean relative = !path.startsWith("/") && !path.matches("[a-zA-Z][a-zA-Z0-9+.-]*:/.*");
        String root = relative ? ImageListing.address(file.getParent()) : "";
        Path absolute = relative ? new Path(root + "/" + path) : qualified(new Path(path));
        return status(absolute).map(status -> {
            String end = status.getPath().getName().substring(absolute.getName().length());
            return new ImageListing.LabeledFile(
                    root, (relative ? path : absolute.toString()) + end, label, part, status);
        });
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
        FileStatus exact = entries.get(path.getName());
        return exact != null ? Optional.of(exact) : only(entries, path.getName() + ".");
    }

    /** Returns the only image whose name begins so; empty if there are others. */
    private static Optional<FileStatus> only(Map<String, FileStatus> entries, String beginning) {
        List<FileStatus> found = entries.values().stream()
                .filter(entry -> entry.getPath().getName().startsWith(beginning))
                .filter(entry -> !OtherFiles.isKnown(entry.getPath().getName()))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private UnusableData problem(CSVRecord row, String problem) {
        return new UnusableData(
                DATA,
                "(" + file + ") line " + row.getParser().getCurrentLineNumber() + " " + problem
                        + "; correct or remove it");
    }
}
