package dev.sextant.coordinator.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The characters of a drawing, with the highest and the lowest value written beside them. Used by one thread. */
final class PlotCanvas {
    private final char[][] field;
    private final double low;
    private final double high;

    PlotCanvas(int height, int width, double low, double high) {
        this.field = new char[height][width];
        this.low = low;
        this.high = high;
        for (char[] row : field) {
            Arrays.fill(row, ' ');
        }
    }

    int width() {
        return field[0].length;
    }

    /** @param value from the lowest to the highest */
    void mark(int column, double value, char sign) {
        int last = field.length - 1;
        int row = high == low ? field.length / 2 : (int) Math.round((high - value) / (high - low) * last);
        field[row][column] = sign;
    }

    /** What lies above the drawing. */
    void markAtTop(int column, char sign) {
        field[0][column] = sign;
    }

    /** What has no place in the drawing. */
    void markAtBottom(int column, char sign) {
        field[field.length - 1][column] = sign;
    }

    /**
     * The lines of the drawing.
     *
     * @param axis what stands below the characters
     * @param names what stands below the axis
     */
    List<String> framed(String axis, String names) {
        String top = TextFormat.number(high);
        String bottom = TextFormat.number(low);
        int margin = Math.max(top.length(), bottom.length());
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < field.length; row++) {
            String label = high == low
                    ? row == field.length / 2 ? top : ""
                    : row == 0 ? top : row == field.length - 1 ? bottom : "";
            lines.add(String.format(Locale.ROOT, "%" + margin + "s | %s", label, new String(field[row]))
                    .stripTrailing());
        }
        lines.add(" ".repeat(margin) + " +-" + axis);
        lines.add((" ".repeat(margin + 3) + names).stripTrailing());
        return lines;
    }
}
