package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A task of TaskSet (Metz et al., arXiv 2002.11887): validation losses of Adam with eight hyperparameters, at equally spaced
 * steps of training. The decay rates of moments are searched as 1 − β; all scales are logarithmic, with the bounds of the
 * table. The score is (w − loss) / (w − smallest loss), where w is the median loss at the first step. Losses above w, and
 * losses that are not finite, count as w. Immutable.
 */
final class TasksetTable {
    private static final int PARAMETERS = 8;
    private static final List<String> ONE_MINUS = List.of("beta1", "beta2");

    private final SearchSpace space;
    private final List<Configuration> rows;
    private final double[][] points;
    private final double[][] curves;

    private TasksetTable(SearchSpace space, List<Configuration> rows, double[][] curves) {
        this.space = space;
        this.rows = rows;
        this.curves = curves;
        this.points = rows.stream().map(space::pointOf).toArray(double[][]::new);
    }

    /**
     * Reads a CSV file, compressed if its name ends in {@code .gz}: a header, then one configuration per line with its eight
     * parameters and its losses. An empty cell is a loss that is not finite.
     *
     * @throws IllegalArgumentException when the file has another format
     */
    static TasksetTable read(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader csv = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return parse(csv, file);
        }
    }

    private static TasksetTable parse(BufferedReader csv, Path file) throws IOException {
        String header = csv.readLine();
        if (header == null) {
            throw new IllegalArgumentException("--taskset: " + file + " is empty");
        }
        String[] names = header.split(",", -1);
        if (names.length <= PARAMETERS || !names[PARAMETERS].equals("loss_1")) {
            throw new IllegalArgumentException(
                    "--taskset: " + file + " must have " + PARAMETERS + " parameters, then loss_1, loss_2, ...");
        }
        List<double[]> settings = new ArrayList<>();
        List<double[]> losses = new ArrayList<>();
        int number = 1;
        for (String line = csv.readLine(); line != null; line = csv.readLine()) {
            number++;
            double[] cells = cells(line, names.length, file, number);
            settings.add(searched(Arrays.copyOf(cells, PARAMETERS), names));
            losses.add(Arrays.copyOfRange(cells, PARAMETERS, cells.length));
        }
        if (settings.isEmpty()) {
            throw new IllegalArgumentException("--taskset: " + file + " has no rows below its header");
        }
        SearchSpace space = space(names, settings);
        return new TasksetTable(
                space, configurations(space, settings), TasksetScores.of(losses.toArray(double[][]::new)));
    }

    private static double[] cells(String line, int expected, Path file, int number) {
        String[] cells = line.split(",", -1);
        if (cells.length != expected) {
            throw new IllegalArgumentException("--taskset: " + file + " line " + number + " has " + cells.length
                    + " cells, the header " + expected);
        }
        double[] values = new double[cells.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
        }
        return values;
    }

    private static double[] searched(double[] settings, String[] names) {
        for (int i = 0; i < settings.length; i++) {
            if (ONE_MINUS.contains(names[i])) {
                settings[i] = 1 - Math.min(settings[i], 1 - 1e-9);
            }
        }
        return settings;
    }

    private static SearchSpace space(String[] names, List<double[]> settings) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < PARAMETERS; i++) {
            int column = i;
            double low = settings.stream().mapToDouble(row -> row[column]).min().orElseThrow();
            double high =
                    settings.stream().mapToDouble(row -> row[column]).max().orElseThrow();
            String name = ONE_MINUS.contains(names[i]) ? "one_minus_" + names[i] : names[i];
            parameters.add(new ContinuousParameter(name, low, high, Scale.LOG, Optional.empty()));
        }
        return new SearchSpace(parameters);
    }

    private static List<Configuration> configurations(SearchSpace space, List<double[]> settings) {
        return settings.stream()
                .map(row -> {
                    Map<String, Object> values = new TreeMap<>();
                    for (int i = 0; i < PARAMETERS; i++) {
                        values.put(space.parameters().get(i).name(), row[i]);
                    }
                    return Configuration.of(values);
                })
                .toList();
    }

    /** The search space. */
    SearchSpace space() {
        return space;
    }

    /** Number of rows. */
    int rows() {
        return curves.length;
    }

    /** T, epochs of a full training. */
    int epochs() {
        return curves[0].length;
    }

    /** The configuration of a row. */
    Configuration configuration(int row) {
        return rows.get(row);
    }

    /** The scores of a row: [T], not to be changed. */
    double[] curve(int row) {
        return curves[row];
    }

    /** All rows, none of them used. */
    NearestRows nearestRows() {
        return new NearestRows(points);
    }
}
