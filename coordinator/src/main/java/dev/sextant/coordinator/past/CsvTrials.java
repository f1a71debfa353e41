package dev.sextant.coordinator.past;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.text.Plural;
import dev.sextant.sql.row.ImportedTrial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Trials in a CSV file: one row per trial, with a column for each parameter of a study file, for its metric, and for the metric
 * of each constraint. A trial without a value of the metric has failed.
 */
public final class CsvTrials {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    /** Problems that are listed; there may be one in each line. */
    private static final int LISTED_PROBLEMS = 10;

    private final StudySpec like;
    private final List<String> metrics;
    private final List<ImportedTrial> trials = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private CsvTrials(StudySpec like) {
        this.like = like;
        this.metrics = Stream.concat(
                        Stream.of(like.objective().metric()),
                        like.objective().constraints().stream().map(Objective.Constraint::metric))
                .distinct()
                .toList();
    }

    /**
     * Reads the file.
     *
     * @param name name of the study that the trials become
     * @param like study whose search space, objective and settings the trials share
     * @throws IllegalArgumentException if it is not such a file; the message names each wrong line, up to ten
     */
    public static PastStudy read(Path file, String name, StudySpec like) throws IOException {
        CsvTrials reader = new CsvTrials(like);
        try {
            reader.read(BoundedRead.text(file));
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new IllegalArgumentException("not a CSV file: " + e.getMessage(), e);
        }
        if (!reader.problems.isEmpty()) {
            int count = reader.problems.size();
            throw new IllegalArgumentException(Plural.count(count, "problem") + "\n"
                    + reader.problems.stream().limit(LISTED_PROBLEMS).collect(Collectors.joining("\n"))
                    + (count > LISTED_PROBLEMS ? "\n..." : ""));
        }
        return PastStudy.of(name, like.objective(), like.space(), PastStudy.settings(like), reader.trials, List.of());
    }

    private void read(String text) throws IOException {
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        try (CSVParser parser = CSVParser.parse(withoutMark, FORMAT)) {
            checkHeader(parser.getHeaderNames());
            for (CSVRecord row : parser) {
                trial(row, "line " + parser.getCurrentLineNumber());
            }
        }
        if (trials.isEmpty() && problems.isEmpty()) {
            throw new IllegalArgumentException("no rows below the header; write one per trial");
        }
    }

    private void checkHeader(List<String> header) {
        Set<String> expected = new LinkedHashSet<>(
                like.space().parameters().stream().map(Parameter::name).toList());
        expected.addAll(metrics);
        Set<String> unknown = new LinkedHashSet<>(header);
        unknown.removeAll(expected);
        Set<String> missing = new LinkedHashSet<>(expected);
        missing.removeAll(header);
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new IllegalArgumentException("the columns of line 1 are wrong: "
                    + Stream.of(named("unknown", unknown), named("missing", missing))
                            .filter(part -> !part.isEmpty())
                            .collect(Collectors.joining("; "))
                    + ". Expected, in any order: " + String.join(", ", expected));
        }
    }

    private static String named(String what, Set<String> columns) {
        return columns.isEmpty() ? "" : what + " " + String.join(", ", columns);
    }

    private void trial(CSVRecord row, String place) {
        if (!row.isConsistent()) {
            problems.add(place + ": " + row.size() + " cells, but the header has "
                    + row.getParser().getHeaderNames().size());
            return;
        }
        GivenValues given = GivenValues.in(like.space(), name -> cell(row, name).map(Object.class::cast));
        given.problems().forEach(problem -> problems.add(place + ": " + problem));
        Map<String, Double> values = new TreeMap<>();
        for (String metric : metrics) {
            cell(row, metric).ifPresent(text -> GivenValues.number(number(text))
                    .ifPresentOrElse(
                            value -> values.put(metric, value),
                            () -> problems.add(place + ": " + metric + " (" + text + ") is not a number")));
        }
        String metric = like.objective().metric();
        Double value = values.get(metric);
        if (value == null || !Double.isFinite(value)) {
            String error = value == null ? metric + " has no value" : metric + " is " + value;
            trials.add(new ImportedTrial(place, given.configuration(), TrialState.FAILED, error, List.of()));
            return;
        }
        metrics.stream()
                .filter(other -> !values.containsKey(other))
                .forEach(other -> problems.add(place + ": " + other + " has no value, but the objective limits it"));
        trials.add(new ImportedTrial(place, given.configuration(), TrialState.COMPLETED, "", List.of(values)));
    }

    private static Optional<String> cell(CSVRecord row, String column) {
        return Optional.of(row.get(column)).filter(text -> !text.isEmpty());
    }

    /** Returns the text as Java reads it: other programs write {@code nan} and {@code inf}. */
    private static String number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> "NaN";
            case "inf", "+inf", "infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            default -> text;
        };
    }
}
