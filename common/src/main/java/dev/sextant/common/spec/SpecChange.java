package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.study.StudySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One difference between a stored specification and a changed study file.
 *
 * @param property the key, with the keys around it, e.g. {@code budget.trials}
 * @param before what is stored; empty when the key is new
 * @param after what the file says; empty when the key is gone
 * @param allowed whether a study may go on with this change; else it makes a new study
 */
public record SpecChange(String property, Optional<String> before, Optional<String> after, boolean allowed) {
    private static final List<String> CHANGEABLE = List.of("budget", "cluster");

    /** All differences, in the order of the study file; empty when the specifications are equal. */
    public static List<SpecChange> between(StudySpec before, StudySpec after) {
        Map<String, String> old = flat(before);
        Map<String, String> young = flat(after);
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

    /** Whether a study may go on with all these changes. */
    public static boolean areAllowed(List<SpecChange> changes) {
        return changes.stream().allMatch(SpecChange::allowed);
    }

    /** One line a change, e.g. {@code budget.trials: 200 -> 400}; what makes a new study says so. */
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

    private static Map<String, String> flat(StudySpec spec) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", SpecWriter.spec(spec), values);
        return values;
    }

    private static void flatten(String path, JsonNode tree, Map<String, String> values) {
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
