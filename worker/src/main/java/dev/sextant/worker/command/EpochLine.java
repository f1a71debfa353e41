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
 * Report of a program about one epoch: a line of JSON.
 *
 * @param epoch the epoch, from 1
 * @param metrics values by the names of the metrics
 * @param checkpoint name of a file or folder in the program's checkpoint folder
 * @param done whether the program wants no further epoch
 */
record EpochLine(int epoch, SortedMap<String, Double> metrics, Optional<String> checkpoint, boolean done) {
    private static final String EPOCH = "epoch";
    private static final String CHECKPOINT = "checkpoint";
    private static final String DONE = "done";

    /** Accepts NaN and Infinity, as Python writes them: they show that a training diverged. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    EpochLine {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /** Tells whether a line of standard output is a report and not part of the program's log. */
    static boolean isReport(String line) {
        return line.stripLeading().startsWith("{");
    }

    /**
     * Parses a line.
     *
     * @throws IllegalArgumentException if it is not a valid report; the message completes the sentence "a line that
     *     ..."
     */
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
            throw new IllegalArgumentException(
                    "names the checkpoint " + checkpoint + "; give the name of a file or folder");
        }
        return Optional.of(checkpoint.textValue());
    }
}
