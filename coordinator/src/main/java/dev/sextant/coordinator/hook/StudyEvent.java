package dev.sextant.coordinator.hook;

import dev.sextant.common.text.ControlCharacters;
import dev.sextant.coordinator.text.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that happened in a study. Immutable.
 *
 * @param text a sentence for people
 * @param facts the same for programs: names and values of the JSON document, {@code study} among them
 */
record StudyEvent(Kind kind, String text, Map<String, Object> facts) {
    /** What happened. */
    enum Kind {
        /** A trial has the best value so far. */
        NEW_BEST,
        /** A trial has failed and will not be retried. */
        TRIAL_FAILED,
        /** The coordinator's work on the study is over. */
        STUDY_ENDED;

        /** Returns the name in JSON documents and environment variables, such as {@code new_best}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Names of facts that are environment variables, too, as {@code SEXTANT_} and the name in capitals. */
    private static final List<String> VARIABLES = List.of("study", "trial", "value", "state");

    /** Returns the JSON document, on one line. */
    String json() {
        Map<String, Object> document = Json.object("event", kind.word(), "text", text);
        document.putAll(facts);
        return Json.line(document);
    }

    /** Returns the environment variables; facts that are absent have none. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SEXTANT_EVENT", kind.word());
        variables.put("SEXTANT_TEXT", ControlCharacters.escaped(text));
        for (String name : VARIABLES) {
            Object value = Json.plain(facts.get(name));
            if (value != null) {
                variables.put("SEXTANT_" + name.toUpperCase(Locale.ROOT), value.toString());
            }
        }
        return variables;
    }

    /** Returns the event with one more fact. */
    StudyEvent with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new StudyEvent(kind, text, more);
    }
}
