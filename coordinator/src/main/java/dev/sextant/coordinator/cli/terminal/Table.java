package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.text.ControlCharacters;
import dev.sextant.coordinator.text.DisplayWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table with aligned columns. The last column is cut off if a row is longer than {@link #WIDTH}. Used by one thread.
 */
public final class Table {
    /** Greatest length of a line, in terminal columns. */
    public static final int WIDTH = 100;

    private static final String GAP = "  ";
    private static final int MIN_LAST_COLUMN = 8;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    private record Column(String heading, boolean right) {}

    /** A cell of a row. */
    public record Cell(String text, AnsiStyle.Look look) {
        /** Returns a cell of plain text. Line breaks become spaces, other control characters are escaped. */
        public static Cell of(String text) {
            return new Cell(text, AnsiStyle.Look.PLAIN);
        }

        /** Returns a cell of a state in its color. */
        public static Cell of(Enum<?> state) {
            return new Cell(state.name(), AnsiStyle.lookOf(state));
        }

        public Cell {
            text = ControlCharacters.escaped(text.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        }
    }

    /** Creates a table with these headings. A heading that starts with {@code >} aligns its column to the right. */
    public static Table of(String... headings) {
        return new Table(Arrays.stream(headings)
                .map(heading ->
                        heading.startsWith(">") ? new Column(heading.substring(1), true) : new Column(heading, false))
                .toList());
    }

    /** Adds a row of {@link Cell}s, states or other values. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "Cannot add a row of " + cells.length + " cells to a table of " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::cell).toList());
        return this;
    }

    private static Cell cell(Object content) {
        if (content instanceof Cell cell) {
            return cell;
        }
        return content instanceof Enum<?> state ? Cell.of(state) : Cell.of(String.valueOf(content));
    }

    /** Returns whether the table has no rows. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns the lines of the table, headings first. */
    public List<String> lines(AnsiStyle style) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        if (columns.stream().anyMatch(column -> !column.heading().isEmpty())) {
            lines.add(line(
                    columns.stream()
                            .map(column -> new Cell(column.heading(), AnsiStyle.Look.HEADING))
                            .toList(),
                    widths,
                    style));
        }
        rows.forEach(row -> lines.add(line(row, widths, style)));
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = rows.stream()
                    .mapToInt(row -> DisplayWidth.of(row.get(column).text()))
                    .reduce(DisplayWidth.of(columns.get(i).heading()), Math::max);
        }
        int last = widths.length - 1;
        int others = Arrays.stream(widths, 0, last).sum() + GAP.length() * last;
        widths[last] = Math.min(widths[last], Math.max(MIN_LAST_COLUMN, WIDTH - others));
        return widths;
    }

    private String line(List<Cell> cells, int[] widths, AnsiStyle style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            String text =
                    last ? cut(cells.get(i).text(), widths[i]) : cells.get(i).text();
            String padding = " ".repeat(Math.max(0, widths[i] - DisplayWidth.of(text)));
            String styled = style.write(text, cells.get(i).look());
            line.append(i == 0 ? "" : GAP);
            if (columns.get(i).right()) {
                line.append(padding).append(styled);
            } else {
                line.append(styled).append(last ? "" : padding);
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String text, int width) {
        return DisplayWidth.of(text) <= width
                ? text
                : DisplayWidth.prefix(text, width - 3).stripTrailing() + "...";
    }
}
