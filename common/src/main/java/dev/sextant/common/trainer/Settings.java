package dev.sextant.common.trainer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values of settings by name: Double, Long, Boolean, String, List of String or Map of String to Long.
 *
 * <p>The typed getters throw {@link NoSuchElementException} when the setting is absent and {@link
 * IllegalArgumentException} when it has another type; a Long is taken as a number too.
 */
public record Settings(SortedMap<String, Object> values) {
    public Settings {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The declared settings' defaults, overlaid by {@code given}. */
    public static Settings withDefaults(List<Setting> declared, Map<String, ?> given) {
        TreeMap<String, Object> values = new TreeMap<>();
        declared.forEach(setting -> setting.defaultValue().ifPresent(value -> values.put(setting.name(), value)));
        values.putAll(given);
        return new Settings(values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public double number(String name) {
        return value(name, Number.class).doubleValue();
    }

    public int integer(String name) {
        return Math.toIntExact(value(name, Long.class));
    }

    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    public String text(String name) {
        return value(name, String.class);
    }

    public List<String> textList(String name) {
        List<?> texts = value(name, List.class);
        return texts.stream().<String>map(String::valueOf).toList();
    }

    @SuppressWarnings("unchecked")
    public Map<String, Long> integerMap(String name) {
        return value(name, Map.class);
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
