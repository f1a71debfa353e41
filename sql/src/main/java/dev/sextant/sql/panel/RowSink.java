package dev.sextant.sql.panel;

import java.io.IOException;
import java.util.List;

/** Receives the rows of a query, one at a time. */
public interface RowSink {
    /** Receives the names of the columns, before the first row. */
    void columns(List<String> names) throws IOException;

    /**
     * Receives a row.
     *
     * @param values a value for each column: null, a number, a boolean, a string, an {@link java.time.Instant}, a
     *     {@link JsonValue} or a list of numbers
     */
    void row(List<Object> values) throws IOException;

    /** A value of type JSON, as text. */
    record JsonValue(String text) {}
}
