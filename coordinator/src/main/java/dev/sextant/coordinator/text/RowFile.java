package dev.sextant.coordinator.text;

import dev.sextant.common.text.SpreadsheetText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A table that is written row by row as CSV or JSON. Used by one thread.
 *
 * <pre>{@code
 * RowFile rows = RowFile.begin(RowFile.Format.CSV, writer, List.of("trial", "value"));
 * rows.add(Map.of("trial", 1, "value", 0.9));
 * rows.end();
 * }</pre>
 */
public interface RowFile {
    /** The format of the file. */
    enum Format {
        /** Comma-separated values after RFC 4180, with a header. */
        CSV("csv"),
        /** A JSON array with one object per row. */
        JSON("json");

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }

        /** Returns the extension of file names, without a dot. */
        public String extension() {
            return extension;
        }
    }

    /**
     * Adds a row.
     *
     * @param row values by column
     * @throws UncheckedIOException if the writer fails
     */
    void add(Map<String, Object> row);

    /** Completes the file. Does not close the writer. */
    void end();

    /**
     * Begins a file.
     *
     * @param columns columns of a CSV file, in order; JSON objects have the keys of their rows
     */
    static RowFile begin(Format format, Writer writer, List<String> columns) {
        return format == Format.CSV ? new Csv(writer, columns) : new JsonArray(writer);
    }

    /**
     * A CSV file. Lists and maps are written as JSON, absent values as empty fields. Text is written so that no
     * spreadsheet takes it for a formula.
     */
    final class Csv implements RowFile {
        private final CSVPrinter printer;
        private final List<String> columns;

        private Csv(Writer writer, List<String> columns) {
            this.columns = columns;
            try {
                printer = new CSVPrinter(writer, CSVFormat.RFC4180);
                printer.printRecord(columns.stream().map(SpreadsheetText::cell).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void add(Map<String, Object> row) {
            try {
                printer.printRecord(columns.stream()
                        .map(column -> field(Json.plain(row.get(column))))
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void end() {}

        private static String field(Object value) {
            if (value == null) {
                return "";
            }
            if (value instanceof Number) {
                return value.toString();
            }
            return SpreadsheetText.cell(
                    value instanceof Map || value instanceof List ? Json.line(value) : value.toString());
        }
    }

    /** A JSON array with one object per line. */
    final class JsonArray implements RowFile {
        private final Writer writer;
        private boolean empty = true;

        private JsonArray(Writer writer) {
            this.writer = writer;
            write("[");
        }

        @Override
        public void add(Map<String, Object> row) {
            write((empty ? "\n" : ",\n") + Json.line(row));
            empty = false;
        }

        @Override
        public void end() {
            write("\n]\n");
        }

        private void write(String text) {
            try {
                writer.write(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
