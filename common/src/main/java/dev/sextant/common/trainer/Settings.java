package dev.sextant.common.trainer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of settings by name, with typed getters.
 *
 * <pre>{@code
 * double rate = settings.number("learning_rate");
 * int layers = settings.integer("layers");
 * String labels = settings.has("labels") ? settings.text("labels") : "labels.txt";
 * }</pre>
 *
 * <p>A getter throws {@link NoSuchElementException} when the setting is absent, which only a setting with neither a
 * default nor {@code required()} can be, and {@link IllegalArgumentException} when the value has another type.
 *
 * <p>Immutable; safe for use by many threads.
 *
 * @param values a Double, Long, Boolean, String, List of String, Map of String to Long, or Map of String to
 *     such a Map by setting
 */
public record Settings(SortedMap<String, Object> values) {
    public Settings {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * Returns the given values and, for settings without one, the declared defaults.
     *
     * @param declared settings of the trainer
     * @param given value by setting
     */
    public static Settings withDefaults(List<Setting> declared, Map<String, ?> given) {
        TreeMap<String, Object> values = new TreeMap<>();
        declared.forEach(setting -> setting.defaultValue().ifPresent(value -> values.put(setting.name(), value)));
        values.putAll(given);
        return new Settings(values);
    }

    /** Returns whether the setting has a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns a {@link Setting.Type#NUMBER}; a whole number is accepted too. */
    public double number(String name) {
        return value(name, Number.class).doubleValue();
    }

    /**
     * Returns a {@link Setting.Type#INTEGER}.
     *
     * @throws ArithmeticException when the value does not fit into 32 bits
     */
    public int integer(String name) {
        return Math.toIntExact(value(name, Long.class));
    }

    /** Returns a {@link Setting.Type#BOOLEAN}. */
    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    /** Returns a {@link Setting.Type#TEXT}, a path, or a {@link Setting.Type#CHOICE} among texts. */
    public String text(String name) {
        return value(name, String.class);
    }

    /** Returns a {@link Setting.Type#TEXT_LIST}, unmodifiable. */
    public List<String> textList(String name) {
        List<?> texts = value(name, List.class);
        return texts.stream().<String>map(String::valueOf).toList();
    }

    /** Returns an {@link Setting.Type#INTEGER_MAP}. */
    @SuppressWarnings("unchecked")
    public Map<String, Long> integerMap(String name) {
        return value(name, Map.class);
    }

    /** Returns the sets of a {@link Setting.Type#SETS} by name. */
    public Map<String, Settings> sets(String name) {
        Map<String, Settings> sets = new TreeMap<>();
        Map<?, ?> given = value(name, Map.class);
        given.forEach((set, values) -> sets.put((String) set, new Settings(sorted((Map<?, ?>) values))));
        return sets;
    }

    private static SortedMap<String, Object> sorted(Map<?, ?> values) {
        SortedMap<String, Object> sorted = new TreeMap<>();
        values.forEach((setting, value) -> sorted.put((String) setting, value));
        return sorted;
    }

    private <T> T value(String name, Class<T> type) {
        Object value = values.get(name);
        if (value == null) {
            throw new NoSuchElementException("Setting " + name + " is absent");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("Setting " + name + " (" + value + ") is a "
                    + value.getClass().getSimpleName() + ", not a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
