package dev.sextant.worker.image.saved;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Check of a network's configuration before Deeplearning4j reads it. Its mapper loads and initializes every class that
 * the JSON names, even if it is none of a layer; here only those of Deeplearning4j's configurations may be named.
 */
final class NetworkJson {
    /** Deepest nesting: networks need about 12 levels. */
    private static final int MAX_DEPTH = 64;

    /** Packages of layers, weight initializations, imported Keras layers, activations, losses, updaters, schedules. */
    private static final List<String> PACKAGES = List.of("org.deeplearning4j.nn.", "org.nd4j.linalg.");

    private static final String CLASS = "@class";

    /** Names the class of a distribution, and is a word in other objects. */
    private static final String TYPE = "type";

    private static final JsonFactory JSON = new JsonFactory();

    private NetworkJson() {}

    /**
     * Checks a configuration.
     *
     * @throws IOException if it is not JSON, is nested too deeply or names another class
     */
    static void check(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart() && ++depth > MAX_DEPTH) {
                    throw new IOException("its configuration is nested more than " + MAX_DEPTH + " levels deep");
                }
                if (token.isStructEnd()) {
                    depth--;
                }
                if (token != JsonToken.FIELD_NAME && parser.currentName() != null) {
                    checkClass(parser.currentName().toLowerCase(Locale.ROOT), token, parser.getText());
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("its configuration is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Checks the value of a field if it names a class. */
    private static void checkClass(String field, JsonToken token, String value) throws IOException {
        if (token.isStructEnd() || (!field.equals(CLASS) && !field.equals(TYPE))) {
            return;
        }
        boolean isText = token == JsonToken.VALUE_STRING;
        boolean isKnown = isText && PACKAGES.stream().anyMatch(value::startsWith);
        boolean isWord = field.equals(TYPE) && (!isText || value.indexOf('.') < 0);
        if (!isKnown && !isWord) {
            throw new IOException("its configuration names the class " + value
                    + ", which is none of Deeplearning4j's layers; only those are loaded");
        }
    }
}
