package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reference scores in a CSV file: one row per task, with the columns {@value #HEADER}. Other columns are ignored. */
final class ReferenceFile {
    private static final String HEADER = "task,best_known,median_final,random_best_of_220";

    private ReferenceFile() {}

    /**
     * Reads a file.
     *
     * @return by task
     * @throws IllegalArgumentException when a column is missing
     */
    static Map<String, Reference> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> header =
                lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(",", -1));
        for (String column : HEADER.split(",", -1)) {
            if (!header.contains(column)) {
                throw new IllegalArgumentException(file + " has no column " + column);
            }
        }
        Map<String, Reference> references = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            references.put(
                    cells[header.indexOf("task")],
                    new Reference(
                            Double.parseDouble(cells[header.indexOf("best_known")]),
                            Double.parseDouble(cells[header.indexOf("median_final")]),
                            Double.parseDouble(cells[header.indexOf("random_best_of_220")])));
        }
        return references;
    }

    /** Writes a file, replacing one that exists. */
    static void write(Path file, Map<String, Reference> references) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        references.forEach((task, reference) -> text.append(String.join(
                        ",",
                        task,
                        Double.toString(reference.best()),
                        Double.toString(reference.median()),
                        Double.toString(reference.randomBestOf220())))
                .append('\n'));
        Files.writeString(file, text);
    }
}
