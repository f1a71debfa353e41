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

/** Reads what stands under {@code prior} of parameters whose ranges are known. */
final class PriorsReader {
    private static final ScalarForm WEIGHT = new ScalarForm.Positive();

    private final SearchSpace space;
    private final Problems problems;

    PriorsReader(SearchSpace space, Problems problems) {
        this.space = space;
        this.problems = problems;
    }

    /** @param parameters the file's section, with all the space's parameters */
    SortedMap<String, Prior> read(Tree.Mapping parameters) {
        SortedMap<String, Prior> priors = new TreeMap<>();
        for (Parameter parameter : space.parameters()) {
            if (parameters.entries().get(parameter.name()).value() instanceof Tree.Mapping keys
                    && keys.entries().containsKey("prior")) {
                Tree.Entry entry = keys.entries().get("prior");
                // Anything else was told with the parameter's keys.
                if (entry.value() instanceof Tree.Mapping prior) {
                    read(parameter, prior, entry.keyPlace(), "parameters." + parameter.name() + ".prior")
                            .ifPresent(known -> priors.put(parameter.name(), known));
                }
            }
        }
        return priors;
    }

    private Optional<Prior> read(Parameter parameter, Tree.Mapping prior, Place place, String path) {
        if (parameter instanceof CategoricalParameter categorical) {
            return weights(categorical, prior, place, path);
        }
        Section section = Section.read(prior, path, place, StudyKeys.PRIOR, problems);
        Optional<Object> around = section.find("around", Object.class).flatMap(found -> Form.of(parameter)
                .read(
                        prior.entries().get("around").value(),
                        problems.at(section.place("around"), section.path("around"))));
        return section.find("confidence", String.class)
                .flatMap(confidence -> around.map(value ->
                        new Prior.Around(value, Prior.Confidence.valueOf(confidence.toUpperCase(Locale.ROOT)))));
    }

    private Optional<Prior> weights(CategoricalParameter parameter, Tree.Mapping prior, Place place, String path) {
        if (prior.entries().isEmpty()) {
            problems.add(place, path, "is empty; give a value its weight, or remove it");
            return Optional.empty();
        }
        List<String> words = parameter.values().stream().map(String::valueOf).toList();
        List<Double> weights = new ArrayList<>(Collections.nCopies(words.size(), 1.0));
        int before = problems.count();
        prior.entries().forEach((word, entry) -> {
            if (!words.contains(word)) {
                problems.add(
                        entry.keyPlace(),
                        path + "." + word,
                        "is not a value of " + parameter.name() + Suggestion.ending(word, words));
            } else {
                WEIGHT.read(entry.value(), problems.at(entry.value().place(), path + "." + word))
                        .ifPresent(weight -> weights.set(words.indexOf(word), (Double) weight));
            }
        });
        return problems.count() == before ? Optional.of(new Prior.Weights(weights)) : Optional.empty();
    }
}
