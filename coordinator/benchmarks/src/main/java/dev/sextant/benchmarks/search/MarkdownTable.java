package dev.sextant.benchmarks.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Markdown table with aligned columns, which also reads well on a terminal. Not thread-safe. */
final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(List<String> header) {
        rows.add(List.copyOf(header));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException when the number of cells differs from that of the header
     */
    MarkdownTable row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("A row of " + cells.size() + " cells under a header of "
                    + rows.get(0).size());
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 1));
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < rows.size(); number++) {
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(number).get(i);
                text.append(i == 0 ? "| " : " | ").append(cell).append(" ".repeat(widths.get(i) - cell.length()));
            }
            text.append(" |\n");
            if (number == 0) {
                for (int width : widths) {
                    text.append("| ").append("-".repeat(width)).append(' ');
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }
}
