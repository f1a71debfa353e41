package com.example.csvclassifier;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rows of numbers with a class, split into training and validation rows.
 *
 * <p>Every fifth row validates, whatever the trial's seed: trials are then measured on the same rows and differ by their
 * configuration alone. Columns are scaled to mean 0 and standard deviation 1 over the training rows.
 *
 * @param classes number of classes
 * @param training rows to learn from
 * @param validation rows to measure by
 */
record Table(int classes, List<Row> training, List<Row> validation) {
    private static final int VALIDATES = 5;

    /** One example. Not a record: two of them are never compared, and the numbers are scaled in place. */
    static final class Row {
        /** One number per column. */
        final double[] inputs;
        /** Index of the class among all classes in alphabetical order. */
        final int label;

        Row(double[] inputs, int label) {
            this.inputs = inputs;
            this.label = label;
        }
    }

    Table {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Reads a CSV file without quotes: a header, then columns of numbers and the class in the last one.
     *
     * @param path a local file, as a path or a {@code file:} address
     * @throws UnusableTable if the content is not as described
     */
    static Table read(String path) throws IOException, UnusableTable {
        Path file = path.startsWith("file:") ? Path.of(URI.create(path)) : Path.of(path);
        if (!Files.isRegularFile(file)) {
            throw new UnusableTable("(" + path + ") is not a file here; give one that driver and executors can read");
        }
        List<double[]> inputs = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            if (cells.length < 2 || (!inputs.isEmpty() && cells.length != inputs.get(0).length + 1)) {
                throw new UnusableTable(place(file, i) + cells.length + " columns, not those of the first row");
            }
            inputs.add(numbers(cells, place(file, i)));
            labels.add(cells[cells.length - 1].strip());
        }
        SortedSet<String> classes = new TreeSet<>(labels);
        if (classes.size() < 2 || inputs.size() < VALIDATES) {
            throw new UnusableTable("(" + path + ") has " + inputs.size() + " rows of " + classes.size()
                    + " classes; at least " + VALIDATES + " rows of 2 classes are needed");
        }
        return split(inputs, labels, List.copyOf(classes));
    }

    private static Table split(List<double[]> inputs, List<String> labels, List<String> classes) {
        List<Row> training = new ArrayList<>();
        List<Row> validation = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Row row = new Row(inputs.get(i), classes.indexOf(labels.get(i)));
            (i % VALIDATES == VALIDATES - 1 ? validation : training).add(row);
        }
        scale(training, validation);
        return new Table(classes.size(), training, validation);
    }

    private static void scale(List<Row> training, List<Row> validation) {
        for (int column = 0; column < training.get(0).inputs.length; column++) {
            double sum = 0;
            for (Row row : training) {
                sum += row.inputs[column];
            }
            double mean = sum / training.size();
            double squares = 0;
            for (Row row : training) {
                squares += (row.inputs[column] - mean) * (row.inputs[column] - mean);
            }
            double deviation = Math.sqrt(squares / training.size());
            for (List<Row> rows : List.of(training, validation)) {
                for (Row row : rows) {
                    // A constant column says nothing; dividing by its deviation of 0 would turn everything into NaN.
                    row.inputs[column] = deviation == 0 ? 0 : (row.inputs[column] - mean) / deviation;
                }
            }
        }
    }

    private static double[] numbers(String[] cells, String place) throws UnusableTable {
        double[] numbers = new double[cells.length - 1];
        for (int column = 0; column < numbers.length; column++) {
            try {
                numbers[column] = Double.parseDouble(cells[column]);
            } catch (NumberFormatException e) {
                throw new UnusableTable(place + "column " + (column + 1) + " (" + cells[column] + ") is not a number");
            }
            if (!Double.isFinite(numbers[column])) {
                throw new UnusableTable(place + "column " + (column + 1) + " (" + cells[column] + ") is not finite");
            }
        }
        return numbers;
    }

    /** Lines are counted from 1, as editors do. */
    private static String place(Path file, int index) {
        return file + ":" + (index + 1) + ": ";
    }
}
