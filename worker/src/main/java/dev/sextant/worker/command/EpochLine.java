package dev.sextant.worker.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a program said about one epoch.
 *
 * @param checkpoint a name in its checkpoint folder
 * @param done whether it wants no more epochs
 */
record EpochLine(int epoch, SortedMap<String, Double> metrics, Optional<String> checkpoint, boolean done) {
    private static final String EPOCH = "epoch";
    private static final String CHECKPOINT = "checkpoint";
    private static final String DONE = "done";

    /** Python writes NaN and Infinity as bare words; they are how a divergence is seen. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    EpochLine {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /** Whether a line of standard output is a report rather than log. */
    static boolean isOne(String line) {
        return line.stripLeading().startsWith("{");
    }

    /** @throws IllegalArgumentException when it is no report, with the reason as the rest of a sentence */
    static EpochLine parse(String line) {
        JsonNode root;
        try {
            root = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode epoch = root.path(EPOCH);
        if (!epoch.canConvertToInt() || !epoch.isIntegralNumber()) {
            throw new IllegalArgumentException("has no whole number as \"epoch\"");
        }
        TreeMap<String, Double> metrics = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = root.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = field.getKey();
            if (name.equals(EPOCH) || name.equals(CHECKPOINT) || name.equals(DONE)) {
                continue;
            }
            if (!field.getValue().isNumber()) {
                throw new IllegalArgumentException("gives " + name + " the value " + field.getValue()
                        + ", which is not a number; metrics are numbers");
            }
            metrics.put(name, field.getValue().doubleValue());
        }
        return new EpochLine(
                epoch.intValue(), metrics, checkpoint(root), root.path(DONE).asBoolean(false));
    }

    private static Optional<String> checkpoint(JsonNode root) {
        JsonNode checkpoint = root.path(CHECKPOINT);
        if (checkpoint.isMissingNode() || checkpoint.isNull()) {
            return Optional.empty();
        }
        if (!checkpoint.isTextual() || checkpoint.textValue().isBlank()) {
            throw new IllegalArgumentException("names the checkpoint " + checkpoint + "; give a file's name");
        }
        return Optional.of(checkpoint.textValue());
    }
}
