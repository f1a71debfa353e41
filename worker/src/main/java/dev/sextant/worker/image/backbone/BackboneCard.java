package dev.sextant.worker.image.backbone;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Description of a pretrained network's input and layers: a JSON file next to the zip, {@code NAME.card.json} for
 * {@code NAME.zip}. A pixel value becomes {@code (value * scale - mean) / deviation}.
 *
 * @param imageSize side of the input, pixels
 * @param order order of the channels, {@code RGB} or {@code BGR}
 * @param scale factor for values from 0 to 255
 * @param mean mean to subtract, one value or one per channel in the network's order
 * @param deviation deviation to divide by, one value or one per channel in the network's order
 * @param blocks names for {@code retrain_from}, from bottom to top, and for each a layer or the beginning of layers'
 *     names up to a dot or an underscore; may be empty
 * @param output layer whose activations are the features; if empty, the input of the classification layer, or the
 *     network's output if it has no such layer
 * @param sha256 SHA-256 of the zip in lower-case hexadecimal digits; empty if not given
 * @param source where the network comes from
 * @param licence license of the weights
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackboneCard(
        @JsonProperty(value = "image_size", required = true) int imageSize,
        @JsonProperty("order") String order,
        @JsonProperty(value = "scale", required = true) double scale,
        @JsonProperty(value = "mean", required = true) List<Double> mean,
        @JsonProperty(value = "std", required = true) List<Double> deviation,
        @JsonProperty("blocks") Map<String, String> blocks,
        @JsonProperty("output") String output,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("source") String source,
        @JsonProperty("licence") String licence) {

    /**
     * Checks the values; those that JSON leaves out get their defaults.
     *
     * @throws IllegalArgumentException if a value is out of range, with the value and its range
     */
    public BackboneCard {
        blocks = blocks == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
        output = Optional.ofNullable(output).orElse("");
        sha256 = Optional.ofNullable(sha256).orElse("");
        source = Optional.ofNullable(source).orElse("");
        licence = Optional.ofNullable(licence).orElse("");
        order = Optional.ofNullable(order).orElse("RGB");
        if (imageSize < 1) {
            throw new IllegalArgumentException("image_size (" + imageSize + ") must be positive");
        }
        if (!order.equals("RGB") && !order.equals("BGR")) {
            throw new IllegalArgumentException("order (" + order + ") must be RGB or BGR");
        }
        if (!Preprocessing.fits(mean) || !Preprocessing.fits(deviation)) {
            throw new IllegalArgumentException("mean and std must have one or three values");
        }
        if (deviation.stream().anyMatch(value -> !(value > 0))) {
            throw new IllegalArgumentException("std " + deviation + " must be positive");
        }
    }

    static BackboneCard parse(String uri, String json) throws UnusableData {
        try {
            BackboneCard card = new ObjectMapper().readValue(json, BackboneCard.class);
            if (card == null) {
                throw new UnusableData("backbone", "(" + uri + ") is not a valid card: it has no content");
            }
            return card;
        } catch (JsonProcessingException e) {
            throw new UnusableData(
                    "backbone",
                    "(" + uri + ") is not a valid card: " + e.getOriginalMessage()
                            + "; see the reference of backbone cards",
                    e);
        }
    }

    /** Returns a card without output, source, license and SHA-256. */
    static BackboneCard of(int imageSize, Preprocessing preprocessing, Map<String, String> blocks) {
        return new BackboneCard(
                imageSize,
                preprocessing.bgr() ? "BGR" : "RGB",
                preprocessing.scale(),
                preprocessing.mean(),
                preprocessing.deviation(),
                blocks,
                "",
                "",
                "",
                "");
    }

    /**
     * Checks the SHA-256 of a network's file; without one in the card, any is right.
     *
     * @throws IllegalArgumentException if the card has another one
     */
    void checkSha256(Path file, String found) {
        if (!sha256.isEmpty() && !sha256.equals(found)) {
            throw new IllegalArgumentException("FILE (" + file + ") has the SHA-256 " + found + ", not " + sha256
                    + " as the card says; download it again, or correct the card");
        }
    }

    /** Returns the card as a JSON object. */
    String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A backbone card cannot be written as JSON", e);
        }
    }

    /** Returns the same card for the network truncated at its features. */
    BackboneCard withoutOutput() {
        return new BackboneCard(imageSize, order, scale, mean, deviation, blocks, "", sha256, source, licence);
    }

    /** Returns the same card with the feature layer, the source and the license of the weights. */
    BackboneCard describedBy(String output, String source, String licence) {
        return new BackboneCard(imageSize, order, scale, mean, deviation, blocks, output, sha256, source, licence);
    }

    /** Returns the preprocessing of images for the network. */
    public Preprocessing preprocessing() {
        return new Preprocessing(order.equals("BGR"), scale, mean, deviation);
    }
}
