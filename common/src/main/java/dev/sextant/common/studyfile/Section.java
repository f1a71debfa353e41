package dev.sextant.common.studyfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one mapping of the file says, read by its table of keys.
 *
 * @param path the keys that lead to it; empty for the whole file
 * @param place where it stands, or where it should
 * @param values by key, defaults included; a key whose value was a problem is absent
 * @param places where the values stand that were given
 */
record Section(String path, Place place, Map<String, Object> values, Map<String, Place> places) {

    /** A value, if it was given and right, or has a default. */
    <T> Optional<T> find(String key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    /** A value that must be there once no problem was found. */
    <T> T get(String key, Class<T> type) {
        return find(key, type).orElseThrow(() -> new IllegalStateException(path(key) + " was not read"));
    }

    int integer(String key) {
        return Math.toIntExact(get(key, Long.class));
    }

    /** Where the key's value stands, or else the section. */
    Place place(String key) {
        return places.getOrDefault(key, place);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether anything was given for the key, right, wrong or misspelt. */
    boolean gives(String key) {
        return places.containsKey(key);
    }

    /** Reads a mapping; every key that is unknown, missing or wrong is a problem. */
    static Section read(Tree tree, String path, Place place, Form.Table table, Problems problems) {
        Map<String, Object> values = new TreeMap<>();
        Map<String, Place> places = new TreeMap<>();
        Section section = new Section(path, place, values, places);
        if (!(tree instanceof Tree.Mapping mapping)) {
            problems.add(tree.place(), path, table.mismatch(tree));
            return section;
        }
        List<String> names = table.names();
        mapping.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                problems.add(entry.keyPlace(), section.path(name), "is unknown" + Suggestion.ending(name, names));
                // What was meant is not missing too.
                Suggestion.nearest(name, names).ifPresent(near -> places.put(near, entry.keyPlace()));
            }
        });
        for (Key key : table.keys()) {
            Tree.Entry entry = mapping.entries().get(key.name());
            if (entry != null) {
                Place at = entry.value() instanceof Tree.Scalar ? entry.value().place() : entry.keyPlace();
                places.put(key.name(), at);
                key.form()
                        .read(entry.value(), problems.at(at, section.path(key.name())))
                        .ifPresent(value -> values.put(key.name(), value));
            } else if (key.required() && !section.gives(key.name())) {
                problems.add(place, section.path(key.name()), "is missing; give " + key.doc());
            } else if (!key.required()) {
                key.defaultValue().ifPresent(value -> values.put(key.name(), value));
            }
        }
        return section;
    }

    /** Reads the section under a key of this one; an absent one has only its defaults. */
    Section section(String key, Form.Table table, Problems problems) {
        Tree tree = find(key, Tree.class).orElse(new Tree.Mapping(Map.of(), place));
        return read(tree, path(key), place(key), table, problems);
    }
}
