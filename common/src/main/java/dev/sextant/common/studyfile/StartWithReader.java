package dev.sextant.common.studyfile;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.trainer.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the configurations under {@code start_with}; the trainer's defaults fill in what they leave out. */
final class StartWithReader {
    private final SearchSpace space;
    private final Optional<TrainerSection> trainer;
    private final Problems problems;

    StartWithReader(SearchSpace space, Optional<TrainerSection> trainer, Problems problems) {
        this.space = space;
        this.trainer = trainer;
        this.problems = problems;
    }

    List<Configuration> read(Optional<YamlNode.Sequence> list) {
        List<Configuration> configurations = new ArrayList<>();
        List<YamlNode> elements = list.map(YamlNode.Sequence::elements).orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            String path = "start_with[" + i + "]";
            YamlNode element = elements.get(i);
            if (!(element instanceof YamlNode.Mapping mapping)) {
                problems.add(
                        element.location(),
                        path,
                        "(" + element.shown() + ") must be a mapping of parameters to values");
                continue;
            }
            int before = problems.count();
            Configuration configuration = configuration(mapping, path);
            int twin = configurations.indexOf(configuration);
            if (problems.count() == before && twin >= 0) {
                problems.add(element.location(), path, "repeats an earlier configuration; remove one of them");
            }
            configurations.add(configuration);
        }
        return configurations;
    }

    private Configuration configuration(YamlNode.Mapping mapping, String path) {
        Set<String> names = new TreeSet<>();
        space.parameters().forEach(parameter -> names.add(parameter.name()));
        mapping.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                problems.add(
                        entry.keyLocation(),
                        path + "." + name,
                        "is not a parameter of this study" + Suggestion.ending(name, names));
            }
        });
        Map<String, Object> values = new TreeMap<>();
        Set<String> decided = new TreeSet<>();
        while (decided.size() < names.size()) {
            for (Parameter parameter : space.parameters()) {
                if (!decided.contains(parameter.name()) && decided.containsAll(parents(parameter))) {
                    decided.add(parameter.name());
                    value(parameter, mapping, path, values).ifPresent(value -> values.put(parameter.name(), value));
                }
            }
        }
        return Configuration.of(values);
    }

    private static Set<String> parents(Parameter parameter) {
        return parameter.when().map(when -> when.tests().keySet()).orElse(Set.of());
    }

    private Optional<Object> value(
            Parameter parameter, YamlNode.Mapping mapping, String section, Map<String, Object> values) {
        String path = section + "." + parameter.name();
        YamlNode.Entry entry = mapping.entries().get(parameter.name());
        if (!space.isActive(parameter, values)) {
            // A parent without a value is a problem that was reported already.
            if (entry != null && values.keySet().containsAll(parents(parameter))) {
                problems.add(
                        entry.keyLocation(),
                        path,
                        "is inactive here, because its condition depends on " + given(parameter, values)
                                + "; remove it");
            }
            return Optional.empty();
        }
        if (entry != null) {
            return ValueType.of(parameter)
                    .read(entry.value(), problems.at(entry.value().location(), path));
        }
        Optional<Object> usual =
                trainer.flatMap(known -> known.setting(parameter.name())).flatMap(Setting::defaultValue);
        if (usual.isEmpty()) {
            problems.add(
                    mapping.location(),
                    path,
                    "is missing, and has no default; give "
                            + ValueType.of(parameter).expected());
            return Optional.empty();
        }
        Object value = usual.get();
        Optional<Object> taken =
                ValueType.of(parameter).take(new YamlNode.Scalar(usual, value.toString(), mapping.location()));
        if (taken.isEmpty()) {
            problems.add(
                    mapping.location(),
                    path,
                    "is missing, and its default (" + value + ") is outside the range; give "
                            + ValueType.of(parameter).expected());
        }
        return taken;
    }

    private static String given(Parameter parameter, Map<String, Object> values) {
        List<String> given = parents(parameter).stream()
                .map(parent -> parent + " (" + values.get(parent) + ")")
                .toList();
        return String.join(" and ", given);
    }
}
