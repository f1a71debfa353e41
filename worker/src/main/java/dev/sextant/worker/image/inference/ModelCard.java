package dev.sextant.worker.image.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Description of a classifier's input and output, for programs that use the model without Sextant. A pixel value
 * becomes {@code (value * scale - mean) / deviation}.
 *
 * @param imageSize side of the input, pixels
 * @param channels 1 for gray, 3 for color
 * @param order order of the channels: {@code RGB}, {@code BGR} or {@code grey}
 * @param layout {@code NCHW} or, for Keras networks, {@code NHWC}
 * @param resize method to make an image square: {@code crop}, {@code pad} or {@code stretch}
 * @param scale factor for values from 0 to 255
 * @param mean mean to subtract, one value per channel
 * @param deviation deviation to divide by, one value per channel
 * @param classes names of the classes, in the order of the probabilities
 */
public record ModelCard(
        int imageSize,
        int channels,
        String order,
        String layout,
        String resize,
        double scale,
        List<Double> mean,
        List<Double> deviation,
        List<String> classes) {

    /** Returns the card as a JSON object. */
    public String json() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("image_size", imageSize);
        card.put("channels", channels);
        card.put("order", order);
        card.put("layout", layout);
        card.put("resize", resize);
        card.put("scale", scale);
        card.put("mean", mean);
        card.put("std", deviation);
        card.put("classes", classes);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A model card cannot be written as JSON", e);
        }
    }
}
