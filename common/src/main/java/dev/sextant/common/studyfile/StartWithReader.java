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

/** Reads {@code start_with}: configurations, with the trainer's defaults where they say nothing. */
final class StartWithReader {
    private final SearchSpace space;
    private final Optional<TrainerSection> trainer;
    private final Problems problems;

    StartWithReader(SearchSpace space, Optional<TrainerSection> trainer, Problems problems) {
        this.space = space;
        this.trainer = trainer;
        this.problems = problems;
    }

    List<Configuration> read(Optional<Tree.Sequence> list) {
        List<Configuration> configurations = new ArrayList<>();
        List<Tree> elements = list.map(Tree.Sequence::elements).orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            String path = "start_with[" + i + "]";
            Tree element = elements.get(i);
            if (!(element instanceof Tree.Mapping mapping)) {
                problems.add(
                        element.place(), path, "(" + element.shown() + ") must be a mapping of parameters to values");
                continue;
            }
            int before = problems.count();
            Configuration configuration = configuration(mapping, path);
            int twin = configurations.indexOf(configuration);
            if (problems.count() == before && twin >= 0) {
                problems.add(element.place(), path, "is the same as an earlier one; remove one of them");
            }
            configurations.add(configuration);
        }
        return configurations;
    }

    private Configuration configuration(Tree.Mapping mapping, String path) {
        Set<String> names = new TreeSet<>();
        space.parameters().forEach(parameter -> names.add(parameter.name()));
        mapping.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                problems.add(
                        entry.keyPlace(),
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
            Parameter parameter, Tree.Mapping mapping, String section, Map<String, Object> values) {
        String path = section + "." + parameter.name();
        Tree.Entry entry = mapping.entries().get(parameter.name());
        if (!space.isActive(parameter, values)) {
            // Where a parent has no value, its own problem was told already.
            if (entry != null && values.keySet().containsAll(parents(parameter))) {
                problems.add(
                        entry.keyPlace(),
                        path,
                        "plays no part here, as its condition looks at " + given(parameter, values) + "; remove it");
            }
            return Optional.empty();
        }
        if (entry != null) {
            return Form.of(parameter)
                    .read(entry.value(), problems.at(entry.value().place(), path));
        }
        Optional<Object> usual =
                trainer.flatMap(known -> known.setting(parameter.name())).flatMap(Setting::defaultValue);
        if (usual.isEmpty()) {
            problems.add(
                    mapping.place(),
                    path,
                    "is missing, and has no default; give " + Form.of(parameter).words());
            return Optional.empty();
        }
        Object value = usual.get();
        Optional<Object> taken = Form.of(parameter).take(new Tree.Scalar(usual, value.toString(), mapping.place()));
        if (taken.isEmpty()) {
            problems.add(
                    mapping.place(),
                    path,
                    "is missing, and its default (" + value + ") is outside the range; give "
                            + Form.of(parameter).words());
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
