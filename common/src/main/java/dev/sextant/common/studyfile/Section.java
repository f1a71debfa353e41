package dev.sextant.common.studyfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One mapping of the file, read by its table of keys.
 *
 * @param path keys that lead to the mapping, joined by dots; empty for the whole file
 * @param location location of the mapping, or of its parent when it is absent
 * @param values value by key, defaults included; a key with an invalid value is absent
 * @param locations location of the value by key, for all keys in the file
 */
record Section(
        String path, SourceLocation location, Map<String, Object> values, Map<String, SourceLocation> locations) {

    /** Returns a value that is present and valid, or its default. */
    <T> Optional<T> find(String key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    /** Returns a value that must be there, because no problem was found. */
    <T> T get(String key, Class<T> type) {
        return find(key, type).orElseThrow(() -> new IllegalStateException(path(key) + " was not read"));
    }

    int integer(String key) {
        return Math.toIntExact(get(key, Long.class));
    }

    /** Returns the location of the key's value, or of the section when the key is absent. */
    SourceLocation location(String key) {
        return locations.getOrDefault(key, location);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether the file has the key: with a valid value, an invalid one, or misspelled. */
    boolean gives(String key) {
        return locations.containsKey(key);
    }

    /** Reads a mapping and reports unknown keys, missing keys and invalid values. */
    static Section read(YamlNode node, String path, SourceLocation location, ValueType.Table table, Problems problems) {
        Map<String, Object> values = new TreeMap<>();
        Map<String, SourceLocation> locations = new TreeMap<>();
        Section section = new Section(path, location, values, locations);
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(node.location(), path, table.mismatch(node));
            return section;
        }
        List<String> names = table.names();
        mapping.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                problems.add(entry.keyLocation(), section.path(name), "is unknown" + Suggestion.ending(name, names));
                // A misspelled key is not missing as well.
                Suggestion.nearest(name, names).ifPresent(near -> locations.put(near, entry.keyLocation()));
            }
        });
        for (Key key : table.keys()) {
            YamlNode.Entry entry = mapping.entries().get(key.name());
            if (entry != null) {
                SourceLocation at =
                        entry.value() instanceof YamlNode.Scalar ? entry.value().location() : entry.keyLocation();
                locations.put(key.name(), at);
                key.valueType()
                        .read(entry.value(), problems.at(at, section.path(key.name())))
                        .ifPresent(value -> values.put(key.name(), value));
            } else if (key.required() && !section.gives(key.name())) {
                problems.add(location, section.path(key.name()), "is missing; give " + key.doc());
            } else if (!key.required()) {
                key.defaultValue().ifPresent(value -> values.put(key.name(), value));
            }
        }
        return section;
    }

    /** Reads the section under a key of this one; an absent section has only defaults. */
    Section section(String key, ValueType.Table table, Problems problems) {
        YamlNode node = find(key, YamlNode.class).orElse(new YamlNode.Mapping(Map.of(), location));
        return read(node, path(key), location(key), table, problems);
    }
}
