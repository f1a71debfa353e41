package dev.sextant.common.studyfile;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Does to JSON what a round trip through PostgreSQL's jsonb does: keys go by length in bytes, then by bytes; numbers are
 * of type numeric, printed without exponent, with as many digits after the point as were written.
 */
public final class JsonbLike {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonbLike() {}

    public static String roundTrip(String json) {
        try {
            return MAPPER.writeValueAsString(normalized(MAPPER.readTree(json)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static JsonNode normalized(JsonNode node) {
        if (node.isObject()) {
            List<String> keys = new ArrayList<>();
            node.fieldNames().forEachRemaining(keys::add);
            keys.sort(Comparator.comparingInt((String key) -> key.getBytes(StandardCharsets.UTF_8).length)
                    .thenComparing(
                            key -> key.getBytes(StandardCharsets.UTF_8),
                            (one, other) -> java.util.Arrays.compareUnsigned(one, other)));
            ObjectNode object = NODES.objectNode();
            keys.forEach(key -> object.set(key, normalized(node.get(key))));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(element -> array.add(normalized(element)));
            return array;
        }
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
        }
        return node;
    }
}
