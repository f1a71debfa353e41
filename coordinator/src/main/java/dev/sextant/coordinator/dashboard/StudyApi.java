package dev.sextant.coordinator.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.schedule.TrialCache;
import dev.sextant.coordinator.search.CurveExtrapolation;
import dev.sextant.coordinator.search.ParameterImportance;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.panel.Panel;
import dev.sextant.sql.panel.RowSink;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudyStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers questions about studies as JSON. A question is a path such as {@code studies/cars/trials}, with parameters. Safe
 * for use by many threads.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><td>{@code panels}</td><td>the SQL of each panel, by name</td></tr>
 * <tr><td>{@code studies}, {@code improvements}</td><td>a table</td></tr>
 * <tr><td>{@code studies/NAME}</td><td>an object: state, totals and space of a study</td></tr>
 * <tr><td>{@code studies/NAME/importance}</td><td>an object, as of {@code sextant importance}</td></tr>
 * <tr><td>{@code studies/NAME/expected}</td><td>a table: predicted values of trials that are not fully trained</td></tr>
 * <tr><td>{@code studies/NAME/PANEL}</td><td>a table</td></tr>
 * </table>
 *
 * <p>A table is an object with {@code columns}, an array of names, and {@code rows}, an array of arrays of values. Numbers
 * that JSON lacks are strings.
 */
final class StudyApi {
    private static final Set<String> WITHOUT_STUDY = Set.of("studies", "improvements");
    private static final Map<String, Object> DEFAULTS = Map.of(
            "since",
            "-infinity",
            "trials",
            "{}",
            "metric",
            "",
            "before",
            Long.MAX_VALUE,
            "limit",
            1_000L,
            "tail",
            1_000_000L);
    private static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final Database database;
    private final OptionalDouble price;
    private final RecentAnswers models;

    /** @param price price of a device hour, in any currency; empty if unknown */
    StudyApi(Database database, OptionalDouble price) {
        this.database = database;
        this.price = price;
        this.models = new RecentAnswers(database);
    }

    /** Writes an answer. */
    interface Answer {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Returns the answer to a question; empty if there is no such path or study.
     *
     * @param parameters text by parameter
     * @throws IllegalArgumentException if a parameter has an invalid value
     */
    Optional<Answer> answer(List<String> path, Map<String, String> parameters) {
        if (path.equals(List.of("panels"))) {
            return Optional.of(object(panels()));
        }
        if (path.size() == 1 && WITHOUT_STUDY.contains(path.get(0))) {
            return Panel.named(path.get(0)).map(panel -> table(panel, Map.of()));
        }
        if (path.size() < 2 || path.size() > 3 || !path.get(0).equals("studies")) {
            return Optional.empty();
        }
        String study = path.get(1);
        if (path.size() == 2) {
            return database.reader().status(study).map(status -> object(summary(status)));
        }
        return database.studies().find(study).flatMap(row -> answer(row, path.get(2), parameters));
    }

    private Optional<Answer> answer(StudyRow study, String panel, Map<String, String> parameters) {
        return switch (panel) {
            case "importance" -> Optional.of(object(models.of(study, panel, () -> importance(study))));
            case "expected" -> Optional.of(object(models.of(study, panel, () -> expected(study))));
            default ->
                Panel.named(panel)
                        .filter(found -> !WITHOUT_STUDY.contains(found.name()))
                        .map(found -> table(found, values(study.spec().name(), parameters)));
        };
    }

    private static Map<String, Object> values(String study, Map<String, String> parameters) {
        Map<String, Object> values = new LinkedHashMap<>(DEFAULTS);
        parameters.forEach((name, text) -> {
            switch (name) {
                case "before", "limit", "tail" -> values.put(name, Long.parseLong(text));
                case "trials" -> values.put(name, array(text));
                case "since" -> values.put(name, checked(name, text, "[0-9TZ:.+-]+"));
                case "metric" -> values.put(name, text);
                default ->
                    throw new IllegalArgumentException("There is no parameter " + name + ". Parameters: before, limit,"
                            + " metric, since, tail, trials");
            }
        });
        values.put("study", study);
        return values;
    }

    /** Returns an array literal of the numbers in a list such as {@code 1,2}. */
    private static String array(String list) {
        try {
            return Arrays.stream(list.split(",", -1))
                    .map(Integer::valueOf)
                    .map(Object::toString)
                    .collect(Collectors.joining(",", "{", "}"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Parameter trials (" + list + ") must consist of numbers with commas between them", e);
        }
    }

    private static String checked(String name, String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("Parameter " + name + " (" + text + ") does not match " + pattern);
        }
        return text;
    }

    private static Map<String, Object> panels() {
        Map<String, Object> panels = new LinkedHashMap<>();
        Panel.all().forEach(panel -> panels.put(panel.name(), panel.sql()));
        return panels;
    }

    /** The trainer's settings are left out: the words of a program's command line are not for everybody. */
    private Map<String, Object> summary(StudyStatus status) {
        StudySpec spec = status.spec();
        Map<String, Object> summary = StudyJson.status(status);
        summary.put("space", StudyJson.space(spec));
        summary.put("start_with", spec.startWith());
        summary.put("rung_epochs", spec.fidelity().rungs());
        summary.put("max_epochs", spec.fidelity().maxEpochs());
        summary.put("slots_asked", spec.cluster().slots());
        summary.put("trainer", spec.trainer().type());
        summary.put("price_per_device_hour", price);
        summary.put("read_at", status.study().readAt());
        return summary;
    }

    private Map<String, Object> importance(StudyRow study) {
        return ParameterImportance.of(trials(study).view())
                .map(importance -> StudyJson.importance(study.spec().name(), importance))
                .orElseGet(() -> Json.object("study", study.spec().name(), "trials", 0, "parameters", List.of()));
    }

    private Map<String, Object> expected(StudyRow study) {
        TrialCache trials = trials(study);
        CurveExtrapolation extrapolation = new CurveExtrapolation(trials.view());
        List<Object> rows = new ArrayList<>();
        trials.view().trials().stream()
                .filter(trial -> CurveExtrapolation.isOpen(trial.state()))
                .forEach(trial -> extrapolation
                        .of(trial.number())
                        .ifPresent(expected ->
                                rows.add(List.of(trial.number(), expected.value(), expected.low(), expected.high()))));
        return Json.object("columns", List.of("trial", "value", "low", "high"), "rows", rows);
    }

    private TrialCache trials(StudyRow study) {
        return new TrialCache(study.spec(), database.reader().snapshot(study));
    }

    private static Answer object(Map<String, Object> object) {
        return out -> out.write(Json.line(object).getBytes(StandardCharsets.UTF_8));
    }

    private Answer table(Panel panel, Map<String, Object> parameters) {
        return out -> {
            try (JsonGenerator json = FACTORY.createGenerator(out)) {
                json.writeStartObject();
                database.panels().read(panel, parameters, new TableWriter(json));
                json.writeEndArray();
                json.writeEndObject();
            }
        };
    }

    private record TableWriter(JsonGenerator json) implements RowSink {
        @Override
        public void columns(List<String> names) throws IOException {
            json.writeArrayFieldStart("columns");
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
        }

        @Override
        public void row(List<Object> values) throws IOException {
            json.writeStartArray();
            for (Object value : values) {
                write(value);
            }
            json.writeEndArray();
        }

        private void write(Object value) throws IOException {
            if (value instanceof JsonValue text) {
                json.writeRawValue(text.text());
            } else if (value instanceof Double number && !Double.isFinite(number)) {
                json.writeString(number.toString());
            } else if (value instanceof Double number) {
                json.writeNumber(number);
            } else if (value instanceof Integer number) {
                json.writeNumber(number);
            } else if (value instanceof Long number) {
                json.writeNumber(number);
            } else if (value instanceof Boolean flag) {
                json.writeBoolean(flag);
            } else if (value instanceof List<?> list) {
                json.writeStartArray();
                for (Object element : list) {
                    write(element);
                }
                json.writeEndArray();
            } else if (value == null) {
                json.writeNull();
            } else {
                json.writeString(value.toString());
            }
        }
    }
}
