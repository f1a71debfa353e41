package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.StudySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A difference between a stored specification and a changed study file.
 *
 * @param property path of the key, such as {@code budget.trials}
 * @param before the stored value; empty when the key is new
 * @param after the file's value; empty when the key is gone
 * @param allowed whether the study can be resumed with this change; otherwise it is a new study
 */
public record SpecChange(String property, Optional<String> before, Optional<String> after, boolean allowed) {
    private static final List<String> CHANGEABLE = List.of("budget", "cluster");

    /**
     * Returns all differences in the order of the study file; empty when there are none. When parameters matter is no
     * part of the file but follows from the trainer's version, so it is not compared; nor are values in {@code
     * start_with} that have no effect by either specification.
     */
    public static List<SpecChange> between(StudySpec before, StudySpec after) {
        Map<String, String> old = flat(before, after.space());
        Map<String, String> young = flat(after, before.space());
        Set<String> properties = new LinkedHashSet<>(old.keySet());
        properties.addAll(young.keySet());
        List<SpecChange> changes = new ArrayList<>();
        for (String property : properties) {
            Optional<String> was = Optional.ofNullable(old.get(property));
            Optional<String> is = Optional.ofNullable(young.get(property));
            if (!was.equals(is)) {
                changes.add(new SpecChange(property, was, is, isChangeable(property)));
            }
        }
        return List.copyOf(changes);
    }

    /** Returns whether the study can be resumed with all these changes. */
    public static boolean areAllowed(List<SpecChange> changes) {
        return changes.stream().allMatch(SpecChange::allowed);
    }

    /**
     * Returns one line per change, such as {@code budget.trials: 200 -> 400}, with a note where it makes a new study.
     */
    public static String render(List<SpecChange> changes) {
        StringBuilder text = new StringBuilder();
        for (SpecChange change : changes) {
            text.append(change.property())
                    .append(": ")
                    .append(change.before().orElse("(nothing)"))
                    .append(" -> ")
                    .append(change.after().orElse("(nothing)"))
                    .append(change.allowed() ? "" : "  (makes a new study)")
                    .append('\n');
        }
        return text.toString();
    }

    private static boolean isChangeable(String property) {
        return CHANGEABLE.stream().anyMatch(section -> property.startsWith(section + "."));
    }

    private static Map<String, String> flat(StudySpec spec, SearchSpace other) {
        Set<Configuration> startWith = new LinkedHashSet<>();
        spec.startWith().forEach(configuration -> startWith.add(other.withoutInactive(configuration)));
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", SpecWriter.spec(spec.withStartWith(List.copyOf(startWith))), values);
        return values;
    }

    private static void flatten(String path, JsonNode tree, Map<String, String> values) {
        if (path.startsWith("parameters.") && path.substring(11).endsWith("." + SpecWriter.MATTERS_WHEN)) {
            return;
        }
        if (tree.isObject() && !path.endsWith(".when")) {
            tree.properties()
                    .forEach(entry -> flatten(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), values));
        } else if (tree.isArray() && path.equals("start_with")) {
            for (int i = 0; i < tree.size(); i++) {
                values.put(path + "[" + i + "]", tree.get(i).toString());
            }
        } else {
            values.put(path, tree.isTextual() ? tree.textValue() : JsonText.of(tree));
        }
    }
}
