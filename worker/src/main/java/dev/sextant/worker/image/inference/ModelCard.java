package dev.sextant.worker.image.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a classifier wants to be fed and what it answers, for programs that know nothing of Sextant. A sample becomes {@code
 * (value * scale - mean) / std}.
 *
 * @param imageSize side of the input, pixels
 * @param channels 1 for grey, else 3
 * @param order {@code RGB}, {@code BGR} or {@code grey}
 * @param layout {@code NCHW} or, as Keras has it, {@code NHWC}
 * @param resize {@code crop}, {@code pad} or {@code stretch}: how an image becomes square
 * @param scale what a sample of 0 to 255 is multiplied by first
 * @param mean what is then subtracted, a value a channel, in their order
 * @param deviation what is then divided by, a value a channel, in their order
 * @param classes in the order of the probabilities
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

    /** As a JSON object. */
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
            throw new IllegalStateException("A model's card cannot be written as JSON", e);
        }
    }
}
