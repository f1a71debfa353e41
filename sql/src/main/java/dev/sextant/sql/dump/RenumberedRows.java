package dev.sextant.sql.dump;

import dev.sextant.sql.connect.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows in the text format of COPY to a table, with another number of the study in their first column. In this format
 * a line is a row and a tab ends a column; both are escaped within values.
 */
final class RenumberedRows {
    private static final int MAX_DIGITS = 19;

    private final Map<Long, Long> numbers;
    private final CopyIn table;
    private final byte[] out = new byte[1 << 16];
    private int filled;

    /** @param numbers new row number of each study by its number in the rows */
    RenumberedRows(Map<Long, Long> numbers, CopyIn table) {
        this.numbers = numbers;
        this.table = table;
    }

    /** Sends all rows of a stream. */
    void send(InputStream rows) throws IOException, SQLException {
        byte[] in = new byte[1 << 16];
        StringBuilder number = new StringBuilder();
        boolean isFirstColumn = true;
        for (int read = rows.read(in); read >= 0; read = rows.read(in)) {
            for (int i = 0; i < read; i++) {
                if (!isFirstColumn) {
                    put(in[i]);
                    isFirstColumn = in[i] == '\n';
                } else if (in[i] == '\t') {
                    put(renumbered(number.toString()));
                    put((byte) '\t');
                    number.setLength(0);
                    isFirstColumn = false;
                } else {
                    number.append((char) in[i]);
                    requireNumber(number);
                }
            }
        }
        if (!isFirstColumn || number.length() > 0) {
            throw new DatabaseException("The last row is not complete");
        }
        flush();
    }

    private static void requireNumber(CharSequence text) {
        char last = text.charAt(text.length() - 1);
        if (text.length() > MAX_DIGITS || last < '0' || last > '9') {
            throw new DatabaseException("A row does not begin with the number of its study: " + text);
        }
    }

    private byte[] renumbered(String number) {
        Long renumbered = number.isEmpty() ? null : numbers.get(Long.parseLong(number));
        if (renumbered == null) {
            throw new DatabaseException("A row belongs to study " + number + ", which the manifest does not name");
        }
        return renumbered.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void put(byte[] bytes) throws SQLException {
        for (byte each : bytes) {
            put(each);
        }
    }

    private void put(byte each) throws SQLException {
        if (filled == out.length) {
            flush();
        }
        out[filled++] = each;
    }

    private void flush() throws SQLException {
        table.writeToCopy(out, 0, filled);
        filled = 0;
    }
}
