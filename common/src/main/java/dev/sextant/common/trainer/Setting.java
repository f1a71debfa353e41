package dev.sextant.common.trainer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One declared setting of a trainer.
 *
 * @param name as in the study file, e.g. {@code learning_rate}
 * @param defaultValue the value when the study does not give one; empty means none
 * @param required whether a study must fix or search it
 * @param low smallest allowed number, inclusive, for {@link Type#NUMBER} and {@link Type#INTEGER}
 * @param high largest allowed number, inclusive
 * @param choices allowed values for {@link Type#CHOICE}; empty otherwise
 * @param doc one line: what it does, with units
 */
public record Setting(
        String name,
        Type type,
        Optional<Object> defaultValue,
        boolean required,
        OptionalDouble low,
        OptionalDouble high,
        List<Object> choices,
        String doc) {

    /** What values a setting takes, as Java types. */
    public enum Type {
        /** Double; a whole number in the study file is taken too. */
        NUMBER,
        /** Long. */
        INTEGER,
        /** Boolean. */
        BOOLEAN,
        /** String. */
        TEXT,
        /** String: a Hadoop path; a relative one is taken from the study file's folder. Never searched. */
        PATH,
        /** As {@link #PATH}, of what each trial may have its own of, a network's file for example: it may be searched. */
        SEARCHED_PATH,
        /** One of {@link Setting#choices}. */
        CHOICE,
        /** List of String. Never searched. */
        TEXT_LIST,
        /** Map of String to Long: epochs by phase and the like. Never searched. */
        INTEGER_MAP
    }

    public Setting {
        choices = List.copyOf(choices);
    }

    public static Setting number(String name, double low, double high, double defaultValue, String doc) {
        return new Setting(
                name,
                Type.NUMBER,
                Optional.of(defaultValue),
                false,
                OptionalDouble.of(low),
                OptionalDouble.of(high),
                List.of(),
                doc);
    }

    public static Setting integer(String name, long low, long high, long defaultValue, String doc) {
        return new Setting(
                name,
                Type.INTEGER,
                Optional.of(defaultValue),
                false,
                OptionalDouble.of((double) low),
                OptionalDouble.of((double) high),
                List.of(),
                doc);
    }

    public static Setting flag(String name, boolean defaultValue, String doc) {
        return plain(name, Type.BOOLEAN, Optional.of(defaultValue), doc);
    }

    public static Setting choice(String name, List<?> choices, Object defaultValue, String doc) {
        return new Setting(
                name,
                Type.CHOICE,
                Optional.of(defaultValue),
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.copyOf(choices),
                doc);
    }

    public static Setting text(String name, String defaultValue, String doc) {
        return plain(name, Type.TEXT, Optional.of(defaultValue), doc);
    }

    /** A setting without a default that may be left out. */
    public static Setting optional(String name, Type type, String doc) {
        return plain(name, type, Optional.empty(), doc);
    }

    /** A setting that every study must give. */
    public static Setting required(String name, Type type, String doc) {
        return new Setting(
                name, type, Optional.empty(), true, OptionalDouble.empty(), OptionalDouble.empty(), List.of(), doc);
    }

    private static Setting plain(String name, Type type, Optional<Object> defaultValue, String doc) {
        return new Setting(
                name, type, defaultValue, false, OptionalDouble.empty(), OptionalDouble.empty(), List.of(), doc);
    }

    /** Whether its values are paths. */
    public boolean isPath() {
        return type == Type.PATH || type == Type.SEARCHED_PATH;
    }

    /** Whether it can stand under {@code parameters}. */
    public boolean isSearchable() {
        return type != Type.PATH && type != Type.TEXT_LIST && type != Type.INTEGER_MAP;
    }
}
