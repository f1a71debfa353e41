package dev.sextant.common.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes and reads JSON such that numbers keep their types: a Double has a fraction and no exponent, a Long has
 * neither.
 *
 * <p>PostgreSQL's jsonb keeps the digits after the decimal point, zeros too, but writes exponents out. {@code 1.0E10}
 * would come back as {@code 10000000000} and be read as a Long.
 *
 * <p>Safe for use by many threads.
 */
public final class JsonText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /** Returns a new, empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Returns a new, empty array. */
    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    static String of(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns indented JSON. */
    public static String pretty(JsonNode tree) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Parses JSON.
     *
     * @throws IllegalArgumentException when the text is not JSON
     */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Converts a value to JSON.
     *
     * @param value a Double, Long, Boolean or String, or a Collection or Map of such; a map's keys are sorted
     * @throws IllegalArgumentException for any other value, and for NaN and infinite numbers
     */
    public static JsonNode tree(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Collection<?> values) {
            ArrayNode array = array();
            values.forEach(element -> array.add(tree(element)));
            return array;
        }
        if (value instanceof Map<?, ?> values) {
            Map<String, Object> ordered = new TreeMap<>();
            values.forEach((key, element) -> ordered.put((String) key, element));
            ObjectNode object = object();
            ordered.forEach((key, element) -> object.set(key, tree(element)));
            return object;
        }
        throw new IllegalArgumentException("Cannot write " + value + " as JSON");
    }

    private static JsonNode number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("Cannot write " + number + " as JSON, must be finite");
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        return DecimalNode.valueOf(decimal.scale() < 1 ? decimal.setScale(1) : decimal);
    }

    /**
     * Converts JSON to a value, the inverse of {@link #tree}: a number with a fraction is a Double, any other a Long.
     */
    static Object value(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case NUMBER -> tree.isIntegralNumber() ? (Object) longValue(tree) : (Object) tree.doubleValue();
            case BOOLEAN -> tree.booleanValue();
            case STRING -> tree.textValue();
            case ARRAY -> elements(tree).map(JsonText::value).toList();
            case OBJECT -> {
                Map<String, Object> values = new TreeMap<>();
                tree.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
                yield values;
            }
            default -> throw new IllegalArgumentException("No value can be " + tree.getNodeType());
        };
    }

    /** Returns the elements of an array. */
    static Stream<JsonNode> elements(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException(array + " is not a list");
        }
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Returns a whole number, which may have a fraction of zeros. */
    static long longValue(JsonNode tree) {
        if (!tree.isNumber()) {
            throw new IllegalArgumentException(tree + " is not a number");
        }
        try {
            return tree.decimalValue().longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(tree + " is not a whole number of 64 bits", e);
        }
    }

    static double doubleValue(JsonNode tree) {
        if (!tree.isNumber()) {
            throw new IllegalArgumentException(tree + " is not a number");
        }
        return tree.doubleValue();
    }
}
