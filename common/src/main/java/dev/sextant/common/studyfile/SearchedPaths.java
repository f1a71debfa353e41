package dev.sextant.common.studyfile;

import dev.sextant.common.trainer.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes searched paths absolute, by {@link PathResolver}, wherever a study file names them: in a parameter's values, in its prior, in conditions
 * on it and in configurations. Invalid values stay as they are: other readers report them.
 */
final class SearchedPaths {
    private static final String VALUES = "values";
    private static final String WHEN = "when";
    private static final String PRIOR = "prior";
    private static final String AROUND = "around";

    private final Optional<TrainerSection> trainer;
    private final PathResolver paths;

    SearchedPaths(Optional<TrainerSection> trainer, PathResolver paths) {
        this.trainer = trainer;
        this.paths = paths;
    }

    /**
     * Returns {@code parameters} with absolute paths.
     *
     * @param parameters section of the study file
     */
    YamlNode.Mapping inParameters(YamlNode.Mapping parameters) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        parameters.entries().forEach((name, entry) -> {
            YamlNode parameter = under(WHEN, entry.value(), this::inCondition);
            Optional<Setting> path = path(name);
            if (path.isPresent()) {
                YamlNode values = under(VALUES, parameter, list -> absolute(path.get(), list));
                parameter = under(PRIOR, values, prior -> inPrior(path.get(), prior));
            }
            entries.put(name, new YamlNode.Entry(entry.keyLocation(), parameter));
        });
        return new YamlNode.Mapping(entries, parameters.location());
    }

    /**
     * Returns configurations with absolute paths.
     *
     * @param configurations values by parameter, as under {@code start_with}
     */
    YamlNode.Sequence inConfigurations(YamlNode.Sequence configurations) {
        return new YamlNode.Sequence(
                configurations.elements().stream().map(this::inMapping).toList(), configurations.location());
    }

    /** Changes a mapping of tests, or a list of such mappings. */
    private YamlNode inCondition(YamlNode node) {
        return node instanceof YamlNode.Sequence list
                ? new YamlNode.Sequence(
                        list.elements().stream().map(this::inMapping).toList(), list.location())
                : inMapping(node);
    }

    /** Changes a mapping of parameters to values or tests. */
    private YamlNode inMapping(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return node;
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((name, entry) -> entries.put(
                        name,
                        path(name)
                                .map(path -> new YamlNode.Entry(entry.keyLocation(), absolute(path, entry.value())))
                                .orElse(entry)));
        return new YamlNode.Mapping(entries, mapping.location());
    }

    /** Changes a prior: weights by value, or the value around which the best is expected. */
    private YamlNode inPrior(Setting setting, YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return node;
        }
        if (mapping.entries().containsKey(AROUND)) {
            return under(AROUND, mapping, value -> absolute(setting, value));
        }
        Map<String, YamlNode.Entry> weights = new LinkedHashMap<>();
        mapping.entries().forEach((path, weight) -> weights.put(paths.resolve(setting, path), weight));
        return new YamlNode.Mapping(weights, mapping.location());
    }

    private YamlNode absolute(Setting setting, YamlNode node) {
        if (node instanceof YamlNode.Sequence list) {
            return new YamlNode.Sequence(
                    list.elements().stream()
                            .map(element -> absolute(setting, element))
                            .toList(),
                    list.location());
        }
        if (node instanceof YamlNode.Scalar scalar
                && scalar.value().isPresent()
                && !scalar.text().isBlank()) {
            String path = paths.resolve(setting, scalar.text());
            return new YamlNode.Scalar(Optional.of(path), path, scalar.location());
        }
        return node;
    }

    /** Returns a mapping in which the value of one key is changed. */
    private static YamlNode under(String key, YamlNode node, UnaryOperator<YamlNode> change) {
        if (!(node instanceof YamlNode.Mapping mapping) || !mapping.entries().containsKey(key)) {
            return node;
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(mapping.entries());
        entries.computeIfPresent(
                key, (name, entry) -> new YamlNode.Entry(entry.keyLocation(), change.apply(entry.value())));
        return new YamlNode.Mapping(entries, mapping.location());
    }

    /** Returns the setting of a name, if its values are paths. */
    private Optional<Setting> path(String name) {
        return trainer.flatMap(known -> known.setting(name)).filter(Setting::isPath);
    }
}
