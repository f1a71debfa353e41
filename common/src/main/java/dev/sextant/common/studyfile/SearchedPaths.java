package dev.sextant.common.studyfile;

import dev.sextant.common.trainer.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes the relative paths among which a study chooses absolute, wherever one is named: in a parameter's values and prior, in
 * conditions on it, in configurations. What is not as it should be stays as it is, for others to tell.
 */
final class SearchedPaths {
    private static final String VALUES = "values";
    private static final String WHEN = "when";
    private static final String PRIOR = "prior";
    private static final String AROUND = "around";

    private final Optional<TrainerSection> trainer;
    private final Paths paths;

    SearchedPaths(Optional<TrainerSection> trainer, Paths paths) {
        this.trainer = trainer;
        this.paths = paths;
    }

    /** @param parameters of the study file */
    Tree.Mapping inParameters(Tree.Mapping parameters) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        parameters.entries().forEach((name, entry) -> {
            Tree parameter = under(WHEN, entry.value(), this::inMapping);
            if (isPath(name)) {
                parameter = under(PRIOR, under(VALUES, parameter, this::absolute), this::inPrior);
            }
            entries.put(name, new Tree.Entry(entry.keyPlace(), parameter));
        });
        return new Tree.Mapping(entries, parameters.place());
    }

    /** @param configurations values by parameter, as under {@code start_with} */
    Tree.Sequence inConfigurations(Tree.Sequence configurations) {
        return new Tree.Sequence(
                configurations.elements().stream().map(this::inMapping).toList(), configurations.place());
    }

    /** Values or tests by parameter. */
    private Tree inMapping(Tree tree) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return tree;
        }
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((name, entry) -> entries.put(
                        name, isPath(name) ? new Tree.Entry(entry.keyPlace(), absolute(entry.value())) : entry));
        return new Tree.Mapping(entries, mapping.place());
    }

    /** Weights by value, or the value that is believed in. */
    private Tree inPrior(Tree tree) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return tree;
        }
        if (mapping.entries().containsKey(AROUND)) {
            return under(AROUND, mapping, this::absolute);
        }
        Map<String, Tree.Entry> weights = new LinkedHashMap<>();
        mapping.entries().forEach((path, weight) -> weights.put(paths.absolute(path), weight));
        return new Tree.Mapping(weights, mapping.place());
    }

    private Tree absolute(Tree tree) {
        if (tree instanceof Tree.Sequence list) {
            return new Tree.Sequence(
                    list.elements().stream().map(this::absolute).toList(), list.place());
        }
        if (tree instanceof Tree.Scalar scalar
                && scalar.value().isPresent()
                && !scalar.text().isBlank()) {
            String path = paths.absolute(scalar.text());
            return new Tree.Scalar(Optional.of(path), path, scalar.place());
        }
        return tree;
    }

    /** A mapping with what stands under one of its keys changed. */
    private static Tree under(String key, Tree tree, UnaryOperator<Tree> change) {
        if (!(tree instanceof Tree.Mapping mapping) || !mapping.entries().containsKey(key)) {
            return tree;
        }
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(mapping.entries());
        entries.computeIfPresent(key, (name, entry) -> new Tree.Entry(entry.keyPlace(), change.apply(entry.value())));
        return new Tree.Mapping(entries, mapping.place());
    }

    private boolean isPath(String name) {
        return trainer.flatMap(known -> known.setting(name))
                .filter(Setting::isPath)
                .isPresent();
    }
}
