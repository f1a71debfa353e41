package dev.sextant.common.studyfile;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the priors of parameters whose ranges are known. */
final class PriorsReader {
    private static final ScalarType WEIGHT = new ScalarType.Positive();

    private final SearchSpace space;
    private final Problems problems;

    PriorsReader(SearchSpace space, Problems problems) {
        this.space = space;
        this.problems = problems;
    }

    /**
     * Returns the priors by parameter.
     *
     * @param parameters the section {@code parameters}, with all parameters of the space
     */
    SortedMap<String, Prior> read(YamlNode.Mapping parameters) {
        SortedMap<String, Prior> priors = new TreeMap<>();
        for (Parameter parameter : space.parameters()) {
            if (parameters.entries().get(parameter.name()).value() instanceof YamlNode.Mapping keys
                    && keys.entries().containsKey("prior")) {
                YamlNode.Entry entry = keys.entries().get("prior");
                // Anything else was reported with the parameter's keys.
                if (entry.value() instanceof YamlNode.Mapping prior) {
                    read(parameter, prior, entry.keyLocation(), "parameters." + parameter.name() + ".prior")
                            .ifPresent(known -> priors.put(parameter.name(), known));
                }
            }
        }
        return priors;
    }

    private Optional<Prior> read(Parameter parameter, YamlNode.Mapping prior, SourceLocation location, String path) {
        if (parameter instanceof CategoricalParameter categorical) {
            return weights(categorical, prior, location, path);
        }
        Section section = Section.read(prior, path, location, StudyKeys.PRIOR, problems);
        Optional<Object> around = section.find("around", Object.class).flatMap(found -> ValueType.of(parameter)
                .read(
                        prior.entries().get("around").value(),
                        problems.at(section.location("around"), section.path("around"))));
        return section.find("confidence", String.class)
                .flatMap(confidence -> around.map(value ->
                        new Prior.Around(value, Prior.Confidence.valueOf(confidence.toUpperCase(Locale.ROOT)))));
    }

    private Optional<Prior> weights(
            CategoricalParameter parameter, YamlNode.Mapping prior, SourceLocation location, String path) {
        if (prior.entries().isEmpty()) {
            problems.add(location, path, "is empty; give at least one value a weight, or remove it");
            return Optional.empty();
        }
        List<String> words = parameter.values().stream().map(String::valueOf).toList();
        List<Double> weights = new ArrayList<>(Collections.nCopies(words.size(), 1.0));
        int before = problems.count();
        prior.entries().forEach((word, entry) -> {
            if (!words.contains(word)) {
                problems.add(
                        entry.keyLocation(),
                        path + "." + word,
                        "is not a value of " + parameter.name() + Suggestion.ending(word, words));
            } else {
                WEIGHT.read(entry.value(), problems.at(entry.value().location(), path + "." + word))
                        .ifPresent(weight -> weights.set(words.indexOf(word), (Double) weight));
            }
        });
        return problems.count() == before ? Optional.of(new Prior.Weights(weights)) : Optional.empty();
    }
}
