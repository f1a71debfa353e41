package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A task from the recorded curves of a study with the trainer {@code curve-table}. A proposal takes the nearest unused row of
 * the table, and the study sees the configuration of that row. A trial fails where the curve of its row ends early.
 */
final class RecordedCurvesTask implements BenchmarkTask {
    static final String SUITE = "curves";

    /** Score of a configuration that fails. */
    private static final double FAILED_SCORE = 0;

    private final String name;
    private final SearchSpace space;
    private final int epochs;
    private final List<Configuration> rows;
    private final double[][] points;
    private final double[][] curves;
    private final Reference reference;

    private RecordedCurvesTask(
            String name, SearchSpace space, int epochs, List<Configuration> rows, double[][] curves) {
        this.name = name;
        this.space = space;
        this.epochs = epochs;
        this.rows = rows;
        this.points = rows.stream().map(space::pointOf).toArray(double[][]::new);
        this.curves = curves;
        double[] best = Arrays.stream(curves).mapToDouble(this::best).toArray();
        double[] last = Arrays.stream(curves)
                .mapToDouble(curve -> curve.length < epochs ? FAILED_SCORE : curve[epochs - 1])
                .toArray();
        this.reference = new Reference(
                Arrays.stream(best).max().orElseThrow(),
                Quantiles.of(last).at(0.5),
                ExpectedBest.of(best, Math.min(Reference.RANDOM_RUNS, best.length)));
    }

    /** The score of a row. */
    private double best(double[] curve) {
        return curve.length < epochs ? FAILED_SCORE : Arrays.stream(curve).max().orElse(FAILED_SCORE);
    }

    /**
     * Reads a study file and its table.
     *
     * @throws IllegalArgumentException when the study file is invalid, has another trainer or goal, or the table does not fit
     *     its search space
     */
    static RecordedCurvesTask read(Path file) throws IOException {
        StudyFile.Outcome outcome = StudyFile.read(
                Files.readString(file), file.toAbsolutePath(), Trainers.installed(), SearchAlgorithms.all());
        if (outcome instanceof StudyFile.Outcome.Invalid invalid) {
            throw new IllegalArgumentException(
                    "--curves: " + invalid.problems().get(0).in(file.toString()));
        }
        StudySpec study = ((StudyFile.Outcome.Valid) outcome).spec();
        if (!study.trainer().type().equals("curve-table") || study.objective().goal() != Goal.MAXIMIZE) {
            throw new IllegalArgumentException(
                    "--curves: " + file + " must be a study of the trainer curve-table whose goal is maximize");
        }
        return parse(study, Path.of((String) study.trainer().settings().get("table")));
    }

    private static RecordedCurvesTask parse(StudySpec study, Path table) throws IOException {
        List<Configuration> rows = new ArrayList<>();
        List<double[]> curves = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(table);
                InputStream plain = table.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader csv = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            List<String> header = List.of(csv.readLine().split(",", -1));
            int first = header.indexOf("1");
            for (String line = csv.readLine(); line != null; line = csv.readLine()) {
                String[] cells = line.split(",", -1);
                try {
                    rows.add(configuration(study.space(), header.subList(0, first), cells));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "--curves: " + table + " row " + rows.size() + ": " + e.getMessage(), e);
                }
                curves.add(Arrays.stream(cells, first, cells.length)
                        .takeWhile(cell -> !cell.isEmpty())
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
        }
        return new RecordedCurvesTask(
                study.name(), study.space(), study.fidelity().maxEpochs(), rows, curves.toArray(double[][]::new));
    }

    private static Configuration configuration(SearchSpace space, List<String> names, String[] cells) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (!cells[i].isEmpty()) {
                values.put(names.get(i), value(space.parameter(names.get(i)), cells[i]));
            }
        }
        Configuration configuration = Configuration.of(values);
        // Throws when a parameter is missing or should be inactive.
        space.pointOf(configuration);
        return configuration;
    }

    private static Object value(Parameter parameter, String cell) {
        if (parameter instanceof ContinuousParameter) {
            return Double.valueOf(cell);
        }
        if (parameter instanceof IntegerParameter) {
            return Long.valueOf(cell);
        }
        List<Object> values = parameter.listed();
        return values.stream()
                .filter(value -> value.toString().equals(cell))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(parameter.name() + " (" + cell + ") must be one of " + values));
    }

    @Override
    public String suite() {
        return SUITE;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SearchSpace space() {
        return space;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    @Override
    public int configurations() {
        return curves.length;
    }

    @Override
    public Reference reference() {
        return reference;
    }

    @Override
    public Replay replay() {
        return new Rows();
    }

    private final class Rows implements Replay {
        private final NearestRows unused = new NearestRows(points);
        private final Map<Configuration, Integer> rowOf = new HashMap<>();

        @Override
        public Configuration trainedFor(Configuration proposed) {
            int row = unused.take(space.pointOf(proposed));
            rowOf.put(rows.get(row), row);
            return rows.get(row);
        }

        @Override
        public Optional<Double> value(Configuration configuration, int epoch) {
            double[] curve = curves[rowOf.get(configuration)];
            return epoch <= curve.length ? Optional.of(curve[epoch - 1]) : Optional.empty();
        }

        @Override
        public double score(Configuration trained) {
            return best(curves[rowOf.get(trained)]);
        }
    }
}
