package dev.sextant.coordinator.followup;

import dev.sextant.coordinator.starter.StudyPage;
import dev.sextant.coordinator.text.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of a specification as YAML on one line: {@code {type: continuous, low: 0.1}}. */
final class FlowYaml {
    private FlowYaml() {}

    static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(FlowYaml::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String text) {
            // JSON is YAML, and escapes what StudyPage does not.
            return text.chars().anyMatch(Character::isISOControl) ? Json.line(text) : StudyPage.scalar(text);
        }
        return String.valueOf(value);
    }
}
