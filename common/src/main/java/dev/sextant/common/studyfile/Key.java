package dev.sextant.common.studyfile;

import java.util.Optional;

/**
 * One key of the study file, as reader, schema and reference know it.
 *
 * @param form what its value looks like
 * @param required whether it must be given
 * @param defaultValue the value when it is not given: of the type that {@link Form#read} answers
 * @param doc what it is: a noun phrase, with units
 */
record Key(String name, Form form, boolean required, Optional<Object> defaultValue, String doc) {
    static Key required(String name, Form form, String doc) {
        return new Key(name, form, true, Optional.empty(), doc);
    }

    static Key optional(String name, Form form, String doc) {
        return new Key(name, form, false, Optional.empty(), doc);
    }

    static Key withDefault(String name, Form form, Object defaultValue, String doc) {
        return new Key(name, form, false, Optional.of(defaultValue), doc);
    }
}
