package dev.sextant.coordinator.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows on their way into a file, one at a time. Used by one thread. */
public interface RowFile {
    /** How rows are written. */
    enum Format {
        /** RFC 4180, with a heading. */
        CSV("csv"),
        /** An array of objects. */
        JSON("json");

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }

        public String extension() {
            return extension;
        }
    }

    /** Adds a row: value by column. */
    void add(Map<String, Object> row);

    /** Writes what comes after the last row. */
    void end();

    /** Begins a file of rows with these columns. */
    static RowFile begin(Format format, Writer writer, List<String> columns) {
        return format == Format.CSV ? new Csv(writer, columns) : new JsonArray(writer);
    }

    /** Comma-separated values; lists and maps stand as JSON, absent values are empty. */
    final class Csv implements RowFile {
        private final Writer writer;
        private final List<String> columns;

        private Csv(Writer writer, List<String> columns) {
            this.writer = writer;
            this.columns = columns;
            write(writer, columns.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\r\n");
        }

        @Override
        public void add(Map<String, Object> row) {
            write(
                    writer,
                    columns.stream()
                                    .map(column -> quoted(text(Json.plain(row.get(column)))))
                                    .collect(Collectors.joining(","))
                            + "\r\n");
        }

        @Override
        public void end() {}

        private static String text(Object value) {
            if (value == null) {
                return "";
            }
            return value instanceof Map || value instanceof List ? Json.line(value) : value.toString();
        }

        private static String quoted(String text) {
            return text.matches("[^\",\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
        }
    }

    /** A JSON array, one object a line. */
    final class JsonArray implements RowFile {
        private final Writer writer;
        private boolean empty = true;

        private JsonArray(Writer writer) {
            this.writer = writer;
            write(writer, "[");
        }

        @Override
        public void add(Map<String, Object> row) {
            write(writer, (empty ? "\n" : ",\n") + Json.line(row));
            empty = false;
        }

        @Override
        public void end() {
            write(writer, "\n]\n");
        }
    }

    private static void write(Writer writer, String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
