package dev.sextant.common.studyfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of a YAML file with its location. */
sealed interface YamlNode {
    SourceLocation location();

    /** Returns the value as messages show it. */
    String shown();

    /**
     * A single value.
     *
     * @param value Double, Long, Boolean or String; empty for null
     * @param text the value as written in the file
     */
    record Scalar(Optional<Object> value, String text, SourceLocation location) implements YamlNode {
        @Override
        public String shown() {
            return value.isEmpty() ? "nothing" : text;
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> elements, SourceLocation location) implements YamlNode {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /**
     * A mapping of keys to values.
     *
     * @param entries value by key, in the order of the file
     */
    record Mapping(Map<String, Entry> entries, SourceLocation location) implements YamlNode {
        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /** A value of a mapping, and the location of its key. */
    record Entry(SourceLocation keyLocation, YamlNode value) {}
}
