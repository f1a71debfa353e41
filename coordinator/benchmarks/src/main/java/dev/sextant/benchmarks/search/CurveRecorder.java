package dev.sextant.benchmarks.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code curve-recorder}: makes a table of learning curves from studies that {@code sextant export NAME --to DIR
 * --format json} has exported.
 */
@Command(
        name = "curve-recorder",
        description = {
            "Makes a table of learning curves from folders written by `sextant export --format json`.",
            "Writes FILE.csv.gz, which the trainer curve-table reads, and FILE-epochs.csv.gz with all metrics and the",
            "duration of every epoch."
        },
        mixinStandardHelpOptions = true)
public final class CurveRecorder implements Callable<Integer> {
    private static final MathContext DIGITS = new MathContext(5);

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "folder of an exported study; DIR:NAME=VALUE adds a column")
    private List<String> exports = new ArrayList<>();

    @Option(names = "--metric", defaultValue = "accuracy", description = "metric of the curves")
    private String metric = "accuracy";

    @Option(names = "--epochs", required = true, description = "number of epochs of a full training")
    private int epochs;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "file to write, without its ending")
    private Path out;

    private final ObjectMapper json = new ObjectMapper();
    private final List<Row> rows = new ArrayList<>();

    /** A configuration with its metrics and seconds, by epoch and name. */
    private record Row(Map<String, String> parameters, TreeMap<Integer, Map<String, Double>> epochs) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CurveRecorder()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        for (String export : exports) {
            String[] parts = export.split(":", 2);
            Map<String, String> fixed = new TreeMap<>();
            if (parts.length == 2) {
                String[] column = parts[1].split("=", 2);
                fixed.put(column[0], column[1]);
            }
            read(Path.of(parts[0]), fixed);
        }
        writeCurves();
        writeMetrics();
        System.out.println(rows.size() + " configurations");
        return 0;
    }

    private void read(Path folder, Map<String, String> fixed) throws IOException {
        Map<Integer, Row> byTrial = new TreeMap<>();
        for (JsonNode trial : json.readTree(folder.resolve("trials.json").toFile())) {
            String state = trial.path("state").asText();
            if (state.equals("COMPLETED") || state.equals("FAILED")) {
                Map<String, String> parameters = new TreeMap<>(fixed);
                trial.path("params")
                        .fields()
                        .forEachRemaining(entry -> parameters.put(entry.getKey(), text(entry.getValue())));
                Row row = new Row(parameters, new TreeMap<>());
                byTrial.put(trial.path("trial").asInt(), row);
                rows.add(row);
            }
        }
        for (JsonNode point : json.readTree(folder.resolve("measurements.json").toFile())) {
            Row row = byTrial.get(point.path("trial").asInt());
            if (row != null) {
                Map<String, Double> values =
                        row.epochs().computeIfAbsent(point.path("epoch").asInt(), epoch -> new TreeMap<>());
                values.put(point.path("metric").asText(), point.path("value").asDouble());
                values.put("seconds", point.path("seconds").asDouble());
            }
        }
    }

    private static String text(JsonNode value) {
        return value.isDouble() ? rounded(value.asDouble()) : value.asText();
    }

    private static String rounded(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString();
    }

    private void writeCurves() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.parameters().keySet()));
        List<String> ordered = List.copyOf(new TreeSet<>(names));
        try (BufferedWriter writer = writer(".csv.gz")) {
            writer.write(String.join(",", ordered));
            for (int epoch = 1; epoch <= epochs; epoch++) {
                writer.write("," + epoch);
            }
            writer.write("\n");
            for (Row row : rows) {
                writer.write(ordered.stream()
                        .map(name -> row.parameters().getOrDefault(name, ""))
                        .collect(Collectors.joining(",")));
                for (int epoch = 1; epoch <= epochs; epoch++) {
                    Double value = row.epochs().getOrDefault(epoch, Map.of()).get(metric);
                    writer.write("," + (value == null ? "" : rounded(value)));
                }
                writer.write("\n");
            }
        }
    }

    private void writeMetrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        rows.forEach(row -> row.epochs().values().forEach(values -> metrics.addAll(values.keySet())));
        try (BufferedWriter writer = writer("-epochs.csv.gz")) {
            writer.write("row,epoch," + String.join(",", metrics) + "\n");
            for (int row = 0; row < rows.size(); row++) {
                for (Map.Entry<Integer, Map<String, Double>> epoch :
                        rows.get(row).epochs().entrySet()) {
                    Map<String, Double> values = epoch.getValue();
                    writer.write(row + "," + epoch.getKey() + ","
                            + metrics.stream()
                                    .map(name -> values.containsKey(name) ? rounded(values.get(name)) : "")
                                    .collect(Collectors.joining(","))
                            + "\n");
                }
            }
        }
    }

    private BufferedWriter writer(String ending) throws IOException {
        OutputStream file = Files.newOutputStream(Path.of(out + ending));
        return new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(file), StandardCharsets.UTF_8));
    }
}
