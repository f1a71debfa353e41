package dev.sextant.coordinator.cli.study;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.Prior;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Priors of parameters, as text and as JSON. */
final class PriorText {
    private PriorText() {}

    /** Formats a prior, e.g. {@code around 0.001 (high confidence)} or {@code adam 4, sgd 1}. */
    static String of(Parameter parameter, Prior prior) {
        if (prior instanceof Prior.Around around) {
            return "around " + TextFormat.brief(around.value()) + " ("
                    + around.confidence().word() + " confidence)";
        }
        List<String> weights = new ArrayList<>();
        weights(parameter, (Prior.Weights) prior)
                .forEach((value, weight) -> weights.add(TextFormat.brief(value) + " " + TextFormat.number(weight)));
        return String.join(", ", weights);
    }

    static Map<String, Object> json(Parameter parameter, Prior prior) {
        return prior instanceof Prior.Around around
                ? Json.object(
                        "around",
                        around.value(),
                        "confidence",
                        around.confidence().word())
                : new TreeMap<>(weights(parameter, (Prior.Weights) prior));
    }

    private static Map<String, Double> weights(Parameter parameter, Prior.Weights prior) {
        Map<String, Double> weights = new TreeMap<>();
        List<Object> values = ((CategoricalParameter) parameter).values();
        for (int i = 0; i < values.size(); i++) {
            weights.put(TextFormat.value(values.get(i)), prior.weights().get(i));
        }
        return weights;
    }
}
