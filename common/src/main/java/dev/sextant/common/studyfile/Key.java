package dev.sextant.common.studyfile;

import java.util.Optional;

/**
 * One key of the study file, from which reader, schema and reference page are made.
 *
 * @param required whether the key must be present
 * @param defaultValue the value when the key is absent, of the type that {@link ValueType#read} returns
 * @param doc description: a noun phrase with its article, with units, that completes "give ..."
 */
record Key(String name, ValueType valueType, boolean required, Optional<Object> defaultValue, String doc) {
    static Key required(String name, ValueType valueType, String doc) {
        return new Key(name, valueType, true, Optional.empty(), doc);
    }

    static Key optional(String name, ValueType valueType, String doc) {
        return new Key(name, valueType, false, Optional.empty(), doc);
    }

    static Key withDefault(String name, ValueType valueType, Object defaultValue, String doc) {
        return new Key(name, valueType, false, Optional.of(defaultValue), doc);
    }
}
