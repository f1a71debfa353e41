package dev.sextant.coordinator.cli.image;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.RowFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A CSV table of predictions: {@code id}, {@code class} and {@code p.NAME}, the probability of each class. Used by one
 * thread.
 */
final class PredictionTable {
    private static final String ID = "id";
    private static final String CLASS = "class";
    private static final String PROBABILITY = "p.";

    private final List<String> classes;
    private final RowFile table;

    private PredictionTable(List<String> classes, Writer writer) {
        this.classes = classes;
        List<String> columns = new ArrayList<>(List.of(ID, CLASS));
        classes.forEach(name -> columns.add(PROBABILITY + name));
        table = RowFile.begin(RowFile.Format.CSV, writer, columns);
    }

    /** Adds the rows of a table. */
    @FunctionalInterface
    interface Rows {
        void addTo(PredictionTable table) throws IOException, InterruptedException;
    }

    /** Writes a table to a writer, which stays open. */
    static void write(Writer writer, List<String> classes, Rows rows) throws IOException, InterruptedException {
        PredictionTable table = new PredictionTable(classes, writer);
        rows.addTo(table);
        table.table.end();
        writer.flush();
    }

    /** Writes a table to a file that appears when it is whole. */
    static void write(Path file, List<String> classes, Rows rows) throws IOException, InterruptedException {
        WholeFile.<InterruptedException>write(file, target -> {
            try (BufferedWriter writer = Files.newBufferedWriter(target)) {
                write(writer, classes, rows);
            }
        });
    }

    /**
     * Adds an image.
     *
     * @param label the place of its class
     */
    void add(String id, int label, float[] probabilities) {
        Map<String, Object> row = Json.object(ID, id, CLASS, classes.get(label));
        for (int i = 0; i < probabilities.length; i++) {
            row.put(PROBABILITY + classes.get(i), probabilities[i]);
        }
        table.add(row);
    }

    /** Adds a file that is no image. */
    void addUnreadable(String id) {
        table.add(Json.object(ID, id));
    }
}
