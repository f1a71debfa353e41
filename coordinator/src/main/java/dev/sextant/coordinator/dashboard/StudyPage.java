package dev.sextant.coordinator.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialOrder;
import dev.sextant.sql.row.TrialSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The dashboard's pages of one study as one HTML file, which loads nothing. It contains the answers of {@link StudyApi} to
 * the questions that the pages ask.
 */
public final class StudyPage {
    /** Measurements in a file; of a larger study, the curves of its best trials. */
    private static final long MAX_MEASUREMENTS = 200_000;

    /** Best trials, and failed ones, whose logs are in a file. */
    private static final int TRIALS_WITH_LOGS = 20;
    /** Characters from the end of a log. */
    private static final String MAX_LOG = "4000";

    private static final List<String> PANELS = List.of(
            "importance",
            "expected",
            "trials",
            "metrics",
            "runs",
            "rungs",
            "slots",
            "stuck_runs",
            "notes",
            "data",
            "evaluations");

    private final Database database;
    private final StudyApi api;
    private final String study;

    /** @param price price of a device hour, in any currency; empty if unknown */
    public StudyPage(Database database, String study, OptionalDouble price) {
        this.database = database;
        this.api = new StudyApi(database, price);
        this.study = study;
    }

    /**
     * Returns the file's content.
     *
     * @param version version of this program
     */
    public String html(String version) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed, 1 << 16)) {
            out.write(("{\"about\":" + Json.line(about(version)) + ",\"answers\":{").getBytes(StandardCharsets.UTF_8));
            write("panels", List.of("panels"), Map.of(), out);
            out.write(',');
            write("studies/" + study, List.of("studies", study), Map.of(), out);
            for (String panel : PANELS) {
                out.write(',');
                write(panel, Map.of(), out);
            }
            out.write(',');
            write("decisions", Map.of("limit", "100000"), out);
            out.write(',');
            write("logs", Map.of("trials", trialsWithLogs(), "tail", MAX_LOG), out);
            out.write(',');
            JsonNode measured = measurements();
            write("curves", Map.of("trials", trialsWithCurves(measured)), out);
            for (JsonNode row : measured) {
                String metric = row.path(0).asText();
                out.write(',');
                write(
                        "studies/" + study + "/curve_deciles?metric=" + metric,
                        List.of("studies", study, "curve_deciles"),
                        Map.of("metric", metric),
                        out);
            }
            out.write("}}".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String title = study + " · Sextant";
        return new FrontEnd().singlePage(title, Base64.getEncoder().encodeToString(packed.toByteArray()));
    }

    private Map<String, Object> about(String version) {
        return Json.object("study", study, "made_at", Instant.now(), "version", version);
    }

    private void write(String panel, Map<String, String> parameters, OutputStream out) throws IOException {
        write("studies/" + study + "/" + panel, List.of("studies", study, panel), parameters, out);
    }

    private void write(String key, List<String> path, Map<String, String> parameters, OutputStream out)
            throws IOException {
        out.write((Json.line(key) + ":").getBytes(StandardCharsets.UTF_8));
        api.answer(path, parameters).orElseThrow().writeTo(out);
    }

    /** Returns rows of a metric and the number of its measurements. */
    private JsonNode measurements() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        api.answer(List.of("studies", study, "metrics"), Map.of()).orElseThrow().writeTo(answer);
        return new ObjectMapper().readTree(answer.toByteArray()).path("rows");
    }

    /** All trials, or the best ones that have at most {@link #MAX_MEASUREMENTS}. */
    private String trialsWithCurves(JsonNode measured) {
        StudySummary summary = database.reader().study(study).orElseThrow();
        long total = 0;
        for (JsonNode row : measured) {
            total += row.path(1).asLong();
        }
        int limit = total <= MAX_MEASUREMENTS ? summary.trials() : (int) (summary.trials() * MAX_MEASUREMENTS / total);
        return list(database.reader().trials(study, Set.of(), TrialOrder.BEST, Math.max(1, limit)));
    }

    private String trialsWithLogs() {
        List<TrialSummary> trials =
                new ArrayList<>(database.reader().trials(study, Set.of(), TrialOrder.BEST, TRIALS_WITH_LOGS));
        trials.addAll(database.reader().trials(study, Set.of(TrialState.FAILED), TrialOrder.NUMBER, TRIALS_WITH_LOGS));
        return list(trials);
    }

    private static String list(List<TrialSummary> trials) {
        String numbers =
                trials.stream().map(TrialSummary::trial).map(Object::toString).collect(Collectors.joining(","));
        return numbers.isEmpty() ? "0" : numbers;
    }
}
