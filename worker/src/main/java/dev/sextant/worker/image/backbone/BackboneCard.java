package dev.sextant.worker.image.backbone;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pretrained network wants to be fed: a JSON file beside the zip, {@code NAME.card.json} for {@code NAME.zip}.
 *
 * @param imageSize side of the input, pixels
 * @param order {@code RGB} or {@code BGR}
 * @param scale what a byte is multiplied by first
 * @param mean what is then subtracted, by the network's channels
 * @param deviation what is then divided by, by the network's channels
 * @param blocks layers by names for {@code retrain_from}, from bottom to top: a layer, or what layers' names begin with up
 *     to a dot or an underscore; may be left out
 * @param output the layer whose activations are the features; empty for what the layer is fed that decides between classes,
 *     else the network's own output
 * @param sha256 of the zip, in lower-case hexadecimal digits; empty when nobody wrote it down
 * @param source where the network comes from
 * @param licence of the weights
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
            return new ObjectMapper().readValue(json, BackboneCard.class);
        } catch (JsonProcessingException e) {
            throw new UnusableData(
                    "backbone",
                    "(" + uri + ") has a card that cannot be used: " + e.getOriginalMessage()
                            + "; see the reference for what a card holds",
                    e);
        }
    }

    /** A card that nobody wrote. */
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

    String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A card cannot be written", e);
        }
    }

    /** The card of a network that ends in its features. */
    BackboneCard withoutOutput() {
        return new BackboneCard(imageSize, order, scale, mean, deviation, blocks, "", sha256, source, licence);
    }

    public Preprocessing preprocessing() {
        return new Preprocessing(order.equals("BGR"), scale, mean, deviation);
    }
}
