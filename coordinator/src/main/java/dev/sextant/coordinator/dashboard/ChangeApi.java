package dev.sextant.coordinator.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.study.StudySteering;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Changes that the pages make to studies, as the commands {@code stop}, {@code try}, {@code note} and {@code tag} do. Safe
 * for use by many threads.
 *
 * <table>
 * <caption>Paths, each with its body</caption>
 * <tr><td>{@code studies/NAME/stop}</td><td>{@code {}} or {@code {"trial": 12}}</td></tr>
 * <tr><td>{@code studies/NAME/try}</td><td>{@code {"params": {"layers": "2"}, "from": 12}}</td></tr>
 * <tr><td>{@code studies/NAME/note}</td><td>{@code {"text": "...", "trial": 12}}</td></tr>
 * <tr><td>{@code studies/NAME/tag}</td><td>{@code {"add": ["keep"], "remove": [], "trial": 12}}</td></tr>
 * </table>
 *
 * <p>Without {@code trial} a change is to the study itself. The answer is an object with a sentence, {@code done}.
 */
final class ChangeApi {
    private final Database database;

    ChangeApi(Database database) {
        this.database = database;
    }

    /**
     * Makes a change.
     *
     * @param requester who asks, for people
     * @return empty if there is no such path or study
     * @throws IllegalArgumentException if the body is invalid
     * @throws dev.sextant.coordinator.study.StudyException if the study or trial does not allow the change
     */
    Optional<Map<String, Object>> apply(List<String> path, JsonNode body, String requester) {
        if (path.size() != 3 || !path.get(0).equals("studies")) {
            return Optional.empty();
        }
        return database.studies()
                .find(path.get(1))
                .flatMap(study -> apply(path.get(2), study, body, requester))
                .map(done -> Json.object("done", done));
    }

    private Optional<String> apply(String change, StudyRow study, JsonNode body, String requester) {
        StudySteering steering = new StudySteering(database, study, requester);
        return switch (change) {
            case "stop" -> Optional.of(stop(steering, trial(body, "trial")));
            case "try" -> Optional.of(tryConfiguration(steering, body));
            case "note" -> Optional.of(note(steering, body));
            case "tag" -> Optional.of(tag(steering, body));
            default -> Optional.empty();
        };
    }

    private String stop(StudySteering steering, OptionalInt trial) {
        String name = steering.study().spec().name();
        if (trial.isPresent()) {
            return steering.stopTrial(trial.getAsInt())
                    ? "The trial ends after its epoch."
                    : "The study is not running: the trial ends when it is resumed.";
        }
        return database.studies().requestStop(name, steering.requester())
                ? "The study pauses. Running trials finish their epoch."
                : "The study is not running.";
    }

    private static String tryConfiguration(StudySteering steering, JsonNode body) {
        Map<String, String> given = new TreeMap<>();
        body.path("params")
                .properties()
                .forEach(value -> given.put(value.getKey(), value.getValue().asText()));
        OptionalInt from = trial(body, "from");
        return steering.startOf(
                steering.tryConfiguration(given, from.isPresent() ? Optional.of(from.getAsInt()) : Optional.empty()));
    }

    private static String note(StudySteering steering, JsonNode body) {
        steering.note(trial(body, "trial"), body.path("text").asText());
        return "The note is written.";
    }

    private static String tag(StudySteering steering, JsonNode body) {
        steering.tag(trial(body, "trial"), texts(body.path("add")), texts(body.path("remove")));
        return "The tags are changed.";
    }

    private static OptionalInt trial(JsonNode body, String key) {
        JsonNode number = body.path(key);
        if (number.isMissingNode() || number.isNull()) {
            return OptionalInt.empty();
        }
        if (!number.canConvertToInt()) {
            throw new IllegalArgumentException(key + " (" + number + ") must be the number of a trial");
        }
        return OptionalInt.of(number.intValue());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
