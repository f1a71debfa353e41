package dev.sextant.common.studyfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in a YAML file, with its places. */
sealed interface Tree {
    Place place();

    /** A few words that show the value in a message. */
    String shown();

    /**
     * A single value.
     *
     * @param value Double, Long, Boolean or String; empty for null
     * @param text as it stands in the file
     */
    record Scalar(Optional<Object> value, String text, Place place) implements Tree {
        @Override
        public String shown() {
            return value.isEmpty() ? "nothing" : text;
        }
    }

    /** A list. */
    record Sequence(List<Tree> elements, Place place) implements Tree {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /**
     * Keys with values.
     *
     * @param entries in the order of the file
     */
    record Mapping(Map<String, Entry> entries, Place place) implements Tree {
        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /** One key of a mapping and its value. */
    record Entry(Place keyPlace, Tree value) {}
}
