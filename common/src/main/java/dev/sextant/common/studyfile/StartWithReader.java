package dev.sextant.common.studyfile;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.trainer.Setting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the configurations under {@code start_with}; the trainer's defaults fill in what they leave out. A value that
 * contradicts a condition of the file is a problem. One that has no effect is dropped with a warning: which these are is
 * not for the file's author to know.
 */
final class StartWithReader {
    private final SearchSpace space;
    private final Optional<TrainerSection> trainer;
    private final Problems problems;
    private final Problems warnings;

    StartWithReader(SearchSpace space, Optional<TrainerSection> trainer, Problems problems, Problems warnings) {
        this.space = space;
        this.trainer = trainer;
        this.problems = problems;
        this.warnings = warnings;
    }

    List<Configuration> read(Optional<YamlNode.Sequence> list) {
        Set<Configuration> written = new LinkedHashSet<>();
        Set<Configuration> configurations = new LinkedHashSet<>();
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
            Map<String, Object> values = values(mapping, path);
            if (problems.count() > before) {
                continue;
            }
            if (!written.add(Configuration.of(values))) {
                problems.add(element.location(), path, "repeats an earlier configuration; remove one of them");
            } else if (!configurations.add(space.withoutInactive(Configuration.of(values)))) {
                warnings.add(
                        element.location(),
                        path,
                        "differs from an earlier configuration only in values without effect, and is left out");
            }
        }
        return List.copyOf(configurations);
    }

    /** Returns the values that the conditions of the file allow, with or without effect. */
    private Map<String, Object> values(YamlNode.Mapping mapping, String path) {
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
        for (Parameter parameter : space.parentsFirst()) {
            value(parameter, mapping, path, values).ifPresent(value -> values.put(parameter.name(), value));
        }
        return values;
    }

    private static Set<String> parents(Parameter parameter) {
        return parameter.when().map(Condition::names).orElse(Set.of());
    }

    private Optional<Object> value(
            Parameter parameter, YamlNode.Mapping mapping, String section, Map<String, Object> values) {
        String path = section + "." + parameter.name();
        YamlNode.Entry entry = mapping.entries().get(parameter.name());
        if (!parameter.when().map(when -> when.holds(values)).orElse(true)) {
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
        boolean matters = space.isActive(
                parameter, space.withoutInactive(Configuration.of(values)).values());
        if (entry != null && !matters) {
            warnings.add(
                    entry.keyLocation(),
                    path,
                    "(" + entry.value().shown() + ") has no effect here and is dropped: " + parameter.name()
                            + " matters " + mattersWhen(parameter));
        }
        if (entry != null) {
            return ValueType.of(parameter)
                    .read(entry.value(), problems.at(entry.value().location(), path));
        }
        Optional<Object> usual =
                trainer.flatMap(known -> known.setting(parameter.name())).flatMap(Setting::defaultValue);
        if (!matters) {
            return usual.filter(parameter::contains);
        }
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

    private String mattersWhen(Parameter parameter) {
        Condition condition = space.activeWhen(parameter).orElseThrow();
        return condition.isNever() ? "never in this study" : "when " + EffectsReader.text(condition);
    }

    private static String given(Parameter parameter, Map<String, Object> values) {
        List<String> given = parents(parameter).stream()
                .map(parent -> parent + " (" + values.get(parent) + ")")
                .toList();
        return String.join(" and ", given);
    }
}
