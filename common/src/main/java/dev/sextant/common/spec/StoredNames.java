package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Replaces names in the JSON of a study file by the paths that older versions stored for them. */
final class StoredNames {
    private StoredNames() {}

    /**
     * Returns the tree with each text that is a name, where the stored text is a path that ends in this name, replaced by
     * the stored text.
     */
    static JsonNode replaced(JsonNode stored, JsonNode requested) {
        if (stored.isTextual() && requested.isTextual()) {
            String name = requested.textValue();
            boolean same = !name.contains("/") && stored.textValue().endsWith("/" + name);
            return same ? TextNode.valueOf(stored.textValue()) : requested;
        }
        if (stored.isArray() && requested.isArray() && stored.size() == requested.size()) {
            ArrayNode array = JsonText.object().arrayNode();
            for (int i = 0; i < requested.size(); i++) {
                array.add(replaced(stored.get(i), requested.get(i)));
            }
            return array;
        }
        if (stored.isObject() && requested.isObject()) {
            ObjectNode object = JsonText.object();
            requested
                    .properties()
                    .forEach(entry ->
                            object.set(entry.getKey(), replaced(stored.path(entry.getKey()), entry.getValue())));
            return object;
        }
        return requested;
    }
}
