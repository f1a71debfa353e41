package dev.sextant.coordinator.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.sextant.common.space.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * JSON output. Instants are ISO 8601 in UTC, durations are seconds, absent values are {@code null}, and NaN and infinities,
 * which JSON lacks, are strings.
 */
public final class Json {
    private static final ObjectWriter LINE = new ObjectMapper().writer();
    private static final ObjectWriter PRETTY = LINE.withDefaultPrettyPrinter();

    private Json() {}

    /** Returns an object with alternating keys and values, in this order. */
    public static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /** Returns indented JSON. */
    public static String text(Object content) {
        return text(PRETTY, content);
    }

    /** Returns JSON on one line. */
    public static String line(Object content) {
        return text(LINE, content);
    }

    private static String text(ObjectWriter writer, Object content) {
        try {
            return writer.writeValueAsString(plain(content));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write " + content.getClass() + " as JSON", e);
        }
    }

    /** Converts a value to maps, lists, strings, numbers, booleans and null. */
    public static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? plain(optional.getAsDouble()) : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() / 1000.0;
        }
        if (value instanceof Instant || value instanceof Enum<?>) {
            return value.toString();
        }
        if (value instanceof Configuration configuration) {
            return plain(configuration.values());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((key, entry) -> object.put(String.valueOf(key), plain(entry)));
            return object;
        }
        if (value instanceof List<?> list) {
            List<Object> array = new ArrayList<>();
            list.forEach(element -> array.add(plain(element)));
            return array;
        }
        return value;
    }
}
