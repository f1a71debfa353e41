package dev.sextant.coordinator.cli.terminal;

import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A plot of characters with the range of its values on the left. Used by one thread. */
final class PlotCanvas {
    private final char[][] cells;
    private final double low;
    private final double high;

    PlotCanvas(int height, int width, double low, double high) {
        this.cells = new char[height][width];
        this.low = low;
        this.high = high;
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
    }

    int width() {
        return cells[0].length;
    }

    /** @param value within the range of the plot */
    void mark(int column, double value, char sign) {
        int last = cells.length - 1;
        int row = high == low ? cells.length / 2 : (int) Math.round((high - value) / (high - low) * last);
        cells[row][column] = sign;
    }

    /** Marks a value above the plot. */
    void markAtTop(int column, char sign) {
        cells[0][column] = sign;
    }

    /** Marks a value that cannot be plotted, such as NaN. */
    void markAtBottom(int column, char sign) {
        cells[cells.length - 1][column] = sign;
    }

    /**
     * Returns the lines of the plot.
     *
     * @param axis line below the plot
     * @param labels line below the axis
     */
    List<String> framed(String axis, String labels) {
        String top = TextFormat.number(high);
        String bottom = TextFormat.number(low);
        int margin = Math.max(top.length(), bottom.length());
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < cells.length; row++) {
            String label = high == low
                    ? row == cells.length / 2 ? top : ""
                    : row == 0 ? top : row == cells.length - 1 ? bottom : "";
            lines.add(String.format(Locale.ROOT, "%" + margin + "s | %s", label, new String(cells[row]))
                    .stripTrailing());
        }
        lines.add(" ".repeat(margin) + " +-" + axis);
        lines.add((" ".repeat(margin + 3) + labels).stripTrailing());
        return lines;
    }
}
