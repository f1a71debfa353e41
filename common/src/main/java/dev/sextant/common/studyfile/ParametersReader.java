package dev.sextant.common.studyfile;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.trainer.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the section {@code parameters}: first each parameter alone, then their conditions, which refer to other
 * parameters.
 */
final class ParametersReader {
    private final Optional<TrainerSection> trainer;
    private final Problems problems;

    /**
     * Creates a reader.
     *
     * @param trainer empty when the trainer is unknown: parameters are then not checked against its settings
     */
    ParametersReader(Optional<TrainerSection> trainer, Problems problems) {
        this.trainer = trainer;
        this.problems = problems;
    }

    /** A parameter without its condition, and the condition's node in the file. */
    private record Draft(Parameter parameter, Optional<YamlNode> when) {}

    Optional<SearchSpace> read(YamlNode.Mapping mapping, SourceLocation location) {
        if (mapping.entries().isEmpty()) {
            problems.add(location, "parameters", "is empty; give at least one setting to search");
            return Optional.empty();
        }
        int before = problems.count();
        Map<String, Draft> drafts = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> draft(name, entry).ifPresent(draft -> drafts.put(name, draft)));

        Map<String, Parameter> unconditional = new LinkedHashMap<>();
        drafts.forEach((name, draft) -> unconditional.put(name, draft.parameter()));
        ConditionReader conditions =
                new ConditionReader(unconditional, mapping.entries().keySet(), problems);
        List<Parameter> parameters = new ArrayList<>();
        drafts.forEach((name, draft) -> parameters.add(draft.when()
                .flatMap(when -> conditions.read(name, when))
                .map(when -> withCondition(draft.parameter(), when))
                .orElse(draft.parameter())));
        conditions.checkCycles(mapping);
        return problems.count() == before ? Optional.of(new SearchSpace(parameters)) : Optional.empty();
    }

    private Optional<Draft> draft(String name, YamlNode.Entry entry) {
        String path = "parameters." + name;
        checkSetting(name, path, entry.keyLocation());
        if (!(entry.value() instanceof YamlNode.Mapping mapping)) {
            problems.add(
                    entry.value().location(),
                    path,
                    "(" + entry.value().shown() + ") must be a mapping such as {type: continuous, low: 0, high: 1}");
            return Optional.empty();
        }
        Map<String, YamlNode.Entry> rest = new LinkedHashMap<>(mapping.entries());
        YamlNode.Entry typeEntry = rest.remove("type");
        if (typeEntry == null) {
            problems.add(
                    entry.keyLocation(),
                    path + ".type",
                    "is missing; give " + StudyKeys.PARAMETER_TYPE.valueType().expected());
            return Optional.empty();
        }
        Optional<Object> type = StudyKeys.PARAMETER_TYPE
                .valueType()
                .read(typeEntry.value(), problems.at(typeEntry.value().location(), path + ".type"));
        return type.flatMap(known -> {
            Section section = Section.read(
                    new YamlNode.Mapping(rest, mapping.location()),
                    path,
                    entry.keyLocation(),
                    StudyKeys.PARAMETERS.get((String) known),
                    problems);
            return parameter(name, (String) known, section)
                    .map(parameter -> new Draft(parameter, section.find("when", YamlNode.class)));
        });
    }

    private void checkSetting(String name, String path, SourceLocation location) {
        trainer.ifPresent(known -> {
            Optional<Setting> setting = known.setting(name);
            if (setting.isEmpty() && (!known.factory().takesOtherSettings() || name.equals("type"))) {
                problems.add(location, path, known.unknown(name));
            } else if (setting.isPresent() && !setting.get().isSearchable()) {
                problems.add(
                        location,
                        path,
                        "takes " + ValueType.of(setting.get()).expected()
                                + ", which cannot be searched; fix it under trainer");
            } else if (known.locations().containsKey(name)) {
                problems.add(
                        location,
                        path,
                        "is also fixed under trainer in line "
                                + known.locations().get(name).line() + "; remove one of them");
            }
        });
    }

    private Optional<Parameter> parameter(String name, String type, Section section) {
        // A setting that cannot be searched was reported already: its type says nothing about the parameter.
        Optional<Setting> setting =
                trainer.flatMap(known -> known.setting(name)).filter(Setting::isSearchable);
        RangeCheck check = new RangeCheck(section, setting, problems);
        switch (type) {
            case "continuous" -> {
                Optional<Scale> scale = scale(section);
                return check.continuous(scale)
                        .map(range -> new ContinuousParameter(
                                name, range.low(), range.high(), scale.orElseThrow(), Optional.empty()));
            }
            case "integer" -> {
                Optional<Scale> scale = scale(section);
                return check.integer(scale)
                        .map(range -> new IntegerParameter(
                                name, (long) range.low(), (long) range.high(), scale.orElseThrow(), Optional.empty()));
            }
            case "ordinal" -> {
                return values(section, setting).map(values -> new OrdinalParameter(name, values, Optional.empty()));
            }
            default -> {
                return values(section, setting).map(values -> new CategoricalParameter(name, values, Optional.empty()));
            }
        }
    }

    private static Optional<Scale> scale(Section section) {
        return section.find("scale", String.class).map(word -> Scale.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private Optional<List<Object>> values(Section section, Optional<Setting> setting) {
        Optional<YamlNode.Sequence> list = section.find("values", YamlNode.Sequence.class);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        ValueType valueType = setting.map(ValueType::of).orElse(new ScalarType.Any());
        List<Object> values = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        int before = problems.count();
        for (YamlNode element : list.get().elements()) {
            valueType
                    .read(element, problems.at(element.location(), section.path("values")))
                    .ifPresent(value -> {
                        if (!seen.add(value)) {
                            problems.add(
                                    element.location(),
                                    section.path("values"),
                                    "(" + element.shown() + ") appears twice; remove one of them");
                        }
                        values.add(value);
                    });
        }
        return problems.count() == before ? Optional.of(values) : Optional.empty();
    }

    private static Parameter withCondition(Parameter parameter, Condition when) {
        Optional<Condition> condition = Optional.of(when);
        if (parameter instanceof ContinuousParameter known) {
            return new ContinuousParameter(known.name(), known.low(), known.high(), known.scale(), condition);
        }
        if (parameter instanceof IntegerParameter known) {
            return new IntegerParameter(known.name(), known.low(), known.high(), known.scale(), condition);
        }
        if (parameter instanceof OrdinalParameter known) {
            return new OrdinalParameter(known.name(), known.values(), condition);
        }
        return new CategoricalParameter(parameter.name(), ((CategoricalParameter) parameter).values(), condition);
    }
}
