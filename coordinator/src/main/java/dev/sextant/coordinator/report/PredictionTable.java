package dev.sextant.coordinator.report;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.RowFile;
import dev.sextant.worker.image.inference.Predictions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A CSV table of predictions: {@code id}, {@code class} and {@code p.NAME}, the probability of each class, or other
 * {@link Columns}. Used by one thread.
 */
public final class PredictionTable {
    private static final String PROBABILITY = "p.";

    private final List<String> classes;
    private final Columns columns;
    private final RowFile table;

    private PredictionTable(List<String> classes, Columns columns, Writer writer) {
        this.classes = classes;
        this.columns = columns;
        List<String> names = new ArrayList<>(List.of(columns.id(), columns.label()));
        if (columns.probabilities()) {
            classes.forEach(name -> names.add(PROBABILITY + name));
        }
        table = RowFile.begin(RowFile.Format.CSV, writer, names);
    }

    /**
     * Columns of a table.
     *
     * @param id name of the column of the images' ids
     * @param label name of the column of the predicted classes
     * @param probabilities whether there is a column of the probability of each class
     */
    public record Columns(String id, String label, boolean probabilities) {
        /** All columns, under their usual names. */
        public static final Columns ALL = new Columns("id", "class", true);
    }

    /** Adds the rows of a table. */
    @FunctionalInterface
    public interface Rows {
        /** Adds all rows. */
        void addTo(PredictionTable table) throws IOException, InterruptedException;
    }

    /** Writes a table to a writer, which stays open. */
    public static void write(Writer writer, List<String> classes, Columns columns, Rows rows)
            throws IOException, InterruptedException {
        PredictionTable table = new PredictionTable(classes, columns, writer);
        rows.addTo(table);
        table.table.end();
        writer.flush();
    }

    /** Writes a table to a file, which appears when it is complete. */
    public static void write(Path file, List<String> classes, Columns columns, Rows rows)
            throws IOException, InterruptedException {
        WholeFile.<InterruptedException>write(file, target -> {
            try (BufferedWriter writer = Files.newBufferedWriter(target)) {
                write(writer, classes, columns, rows);
            }
        });
    }

    /** Writes predictions of labeled images to a file. The id of an image is its path. */
    public static void write(Path file, Predictions predictions) throws IOException, InterruptedException {
        write(file, predictions.classes(), Columns.ALL, table -> {
            for (int image = 0; image < predictions.images().size(); image++) {
                table.add(
                        predictions.images().get(image).path(),
                        predictions.predicted(image),
                        predictions.probabilities()[image]);
            }
        });
    }

    /**
     * Adds the prediction of an image.
     *
     * @param label index of the predicted class
     * @param probabilities probability of each class
     */
    public void add(String id, int label, float[] probabilities) {
        Map<String, Object> row = Json.object(columns.id(), id, columns.label(), classes.get(label));
        for (int i = 0; i < probabilities.length && columns.probabilities(); i++) {
            row.put(PROBABILITY + classes.get(i), probabilities[i]);
        }
        table.add(row);
    }

    /** Adds a file that is not an image, without a class. */
    public void addUnreadable(String id) {
        table.add(Json.object(columns.id(), id));
    }
}
