package dev.sextant.worker.curve;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Table of recorded learning curves: one row per configuration, first its parameters, then its metric after epochs 1,
 * 2, ..., T. Immutable.
 */
final class CurveTable {
    private final List<Column> columns;
    private final double[][] curves;

    private CurveTable(List<Column> columns, double[][] curves) {
        this.columns = columns;
        this.curves = curves;
    }

    /**
     * Reads CSV with a header of the parameters' names and the epochs {@code 1,2,...,T}. Cells hold no commas or
     * quotes.
     *
     * @param name name of the table, for messages
     * @throws IllegalArgumentException if the text is not such a table, with the line and the remedy
     */
    static CurveTable read(BufferedReader csv, String name) throws IOException {
        String header = csv.readLine();
        if (header == null) {
            throw new IllegalArgumentException(name + " is empty; its first line must name the columns");
        }
        String[] names = cells(header);
        int parameters = countParameters(names, name);
        List<String[]> rows = new ArrayList<>();
        int lineNumber = 1;
        for (String line = csv.readLine(); line != null; line = csv.readLine()) {
            lineNumber++;
            if (line.isBlank()) {
                continue;
            }
            String[] cells = cells(line);
            if (cells.length != names.length) {
                throw new IllegalArgumentException(name + " line " + lineNumber + " has " + cells.length
                        + " cells, the header " + names.length + "; give each row one cell per column");
            }
            rows.add(cells);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(name + " has no rows below its header; add one row per configuration");
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            int column = i;
            columns.add(
                    Column.of(names[i], rows.stream().map(row -> row[column]).toList()));
        }
        double[][] curves = new double[rows.size()][];
        for (int row = 0; row < curves.length; row++) {
            curves[row] = curve(rows.get(row), parameters, name, row);
        }
        return new CurveTable(List.copyOf(columns), curves);
    }

    private static String[] cells(String line) {
        String[] cells = line.split(",", -1);
        Arrays.setAll(cells, i -> cells[i].strip());
        return cells;
    }

    /** Returns the number of columns before that of epoch 1. */
    private static int countParameters(String[] names, String table) {
        int first = Arrays.asList(names).indexOf("1");
        if (first < 0) {
            throw new IllegalArgumentException(
                    table + " has no column 1; after the parameters, name the columns of the epochs 1, 2, 3 and so on");
        }
        for (int i = first; i < names.length; i++) {
            String expected = Integer.toString(i - first + 1);
            if (!names[i].equals(expected)) {
                throw new IllegalArgumentException(table + " has column " + names[i] + " where epoch " + expected
                        + " is expected; correct its header");
            }
        }
        return first;
    }

    /** Reads a curve, which may be shorter than the table: then the last cells are empty. */
    private static double[] curve(String[] cells, int parameters, String table, int row) {
        int end = cells.length;
        while (end > parameters && cells[end - 1].isEmpty()) {
            end--;
        }
        double[] curve = new double[end - parameters];
        for (int i = 0; i < curve.length; i++) {
            String cell = cells[parameters + i];
            curve[i] = number(cell)
                    .orElseThrow(() -> new IllegalArgumentException(table + " row " + row + ": (" + cell
                            + ") is not a number; give the metric's value, or NaN"));
        }
        return curve;
    }

    /** Parses a number, also NaN in any case of its letters; empty if the text is not a number. */
    static Optional<Double> number(String text) {
        if (text.equalsIgnoreCase("nan")) {
            return Optional.of(Double.NaN);
        }
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the number of rows. */
    int rows() {
        return curves.length;
    }

    /** Returns the number of epochs of a row's curve. */
    int epochs(int row) {
        return curves[row].length;
    }

    /**
     * Returns the metric after an epoch.
     *
     * @param row index of the row, from 0
     * @param epoch 1 to {@link #epochs}
     */
    double value(int row, int epoch) {
        return curves[row][epoch - 1];
    }

    /**
     * Returns the row with the nearest parameters by Euclidean distance, where numbers are scaled to [0, 1] by the
     * range of their column and words have distance 0 or 1. If several rows are equally near, the first of them.
     *
     * @param settings settings by name, without inactive parameters
     */
    int nearest(Map<String, Object> settings) {
        double best = Double.POSITIVE_INFINITY;
        OptionalInt nearest = OptionalInt.empty();
        for (int row = 0; row < curves.length; row++) {
            double squared = 0;
            for (Column column : columns) {
                double distance = column.distance(row, settings.get(column.name()));
                squared += distance * distance;
            }
            if (squared < best) {
                best = squared;
                nearest = OptionalInt.of(row);
            }
        }
        return nearest.orElse(0);
    }

    /** Values of one parameter. */
    private static final class Column {
        private final String name;
        private final List<String> cells;

        /** Numbers in the cells, NaN for empty ones; no elements if the column holds words. */
        private final double[] numbers;

        private final double range;

        private Column(String name, List<String> cells, double[] numbers) {
            this.name = name;
            this.cells = cells;
            this.numbers = numbers;
            double low = Arrays.stream(numbers).filter(Double::isFinite).min().orElse(0);
            double high = Arrays.stream(numbers).filter(Double::isFinite).max().orElse(0);
            this.range = high > low ? high - low : 1;
        }

        static Column of(String name, List<String> cells) {
            double[] numbers = new double[cells.size()];
            for (int i = 0; i < numbers.length; i++) {
                Optional<Double> number = cells.get(i).isEmpty() ? Optional.of(Double.NaN) : number(cells.get(i));
                if (number.isEmpty()) {
                    return new Column(name, cells, new double[0]);
                }
                numbers[i] = number.get();
            }
            return new Column(name, cells, numbers);
        }

        String name() {
            return name;
        }

        /**
         * Returns the distance between a row's value and a setting, 0 to 1 within the column's range.
         *
         * @param setting value of the setting; null if the parameter is inactive
         */
        double distance(int row, Object setting) {
            String cell = cells.get(row);
            if (setting == null || cell.isEmpty()) {
                return setting == null && cell.isEmpty() ? 0 : 1;
            }
            if (numbers.length == 0 || !(setting instanceof Number number)) {
                return cell.equalsIgnoreCase(setting.toString()) ? 0 : 1;
            }
            return Math.abs(number.doubleValue() - numbers[row]) / range;
        }
    }
}
