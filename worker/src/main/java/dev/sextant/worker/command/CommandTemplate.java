package dev.sextant.worker.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.studyfile.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Program and arguments with placeholders.
 *
 * <p>What is between braces is the name of a setting of the program or one of {@link #GIVEN}; a setting goes first. The
 * argument <code>{args}</code> stands for all settings of the program. A backslash before an opening brace makes it an
 * ordinary character. Braces around nothing, other braces or a quotation mark are ordinary, too, so that JSON can have
 * placeholders in it.
 *
 * @param words the program and its arguments
 */
record CommandTemplate(List<String> words) {
    /** Names of values that the trainer gives, besides settings. */
    static final Set<String> GIVEN =
            Set.of("config", "seed", "device", "threads", "from_epoch", "to_epoch", "checkpoints");

    private static final String ARGS = "{args}";
    private static final Pattern BRACE = Pattern.compile("\\\\\\{|\\{([^{}\"]+)\\}");
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Returns the command of a trial.
     *
     * @param settings the program's settings in this trial
     * @param given a value for each of {@link #GIVEN}
     * @throws IllegalArgumentException if a placeholder has no value
     */
    List<String> fill(Map<String, Object> settings, Map<String, Object> given) {
        List<String> filled = new ArrayList<>();
        for (String word : words) {
            if (word.equals(ARGS) && !settings.containsKey("args")) {
                settings.forEach((name, value) -> filled.add("--" + name + "=" + text(value)));
            } else {
                filled.add(BRACE.matcher(word)
                        .replaceAll(brace -> Matcher.quoteReplacement(
                                brace.group(1) == null ? "{" : text(value(brace.group(1), settings, given)))));
            }
        }
        return filled;
    }

    private static Object value(String name, Map<String, Object> settings, Map<String, Object> given) {
        Object value = settings.containsKey(name) ? settings.get(name) : given.get(name);
        if (value == null) {
            throw new IllegalArgumentException("{" + name + "} in command is not a setting of this trial, which has "
                    + String.join(", ", settings.keySet()));
        }
        return value;
    }

    /** Returns a value as an argument: lists and maps are JSON. */
    static String text(Object value) {
        if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            try {
                return JSON.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("Value " + value + " of a setting cannot be written as JSON", e);
            }
        }
        return value.toString();
    }

    /**
     * Returns what is wrong with the placeholders, as ends of a sentence about the command.
     *
     * @param fixed names of settings that the study fixes
     */
    List<String> problems(Set<String> fixed, List<Parameter> searched) {
        List<String> problems = new ArrayList<>();
        for (String name : placeholders()) {
            Optional<Parameter> parameter = searched.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst();
            if (parameter.flatMap(Parameter::when).isPresent()) {
                problems.add(
                        "has {" + name + "}, which has a condition and so is not set in every trial; let the program "
                                + "read it from {config}, or pass all settings by " + ARGS);
            } else if (parameter.isEmpty() && !fixed.contains(name) && !GIVEN.contains(name)) {
                problems.add(unknown(name, fixed, searched));
            }
        }
        return problems;
    }

    private Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        for (String word : words) {
            if (!word.equals(ARGS)) {
                BRACE.matcher(word)
                        .results()
                        .filter(brace -> brace.group(1) != null)
                        .forEach(brace -> names.add(brace.group(1)));
            }
        }
        return names;
    }

    private static String unknown(String name, Set<String> fixed, List<Parameter> searched) {
        if (name.equals("args")) {
            return "has " + ARGS + " inside an argument; it stands for many, so make it one of its own";
        }
        Set<String> known = new TreeSet<>(fixed);
        searched.forEach(parameter -> known.add(parameter.name()));
        known.addAll(GIVEN);
        known.add("args");
        return "has {" + name + "}, which names neither a setting nor a parameter (a brace as such is written \\{)"
                + Suggestion.ending(name, known);
    }
}
