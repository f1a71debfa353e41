package dev.sextant.common.studyfile;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The section {@code trainer}.
 *
 * @param location location of the section
 * @param settings the settings that are present and valid
 * @param locations location of each setting that is present, valid or not
 */
record TrainerSection(
        TrainerFactory factory,
        SourceLocation location,
        SortedMap<String, Object> settings,
        Map<String, SourceLocation> locations) {

    /** Reads the section; empty when the trainer is unknown, which is reported. */
    static Optional<TrainerSection> read(
            YamlNode.Mapping mapping,
            SourceLocation location,
            Trainers trainers,
            PathResolver paths,
            Problems problems) {
        ValueType.Table type = new ValueType.Table(List.of(type(trainers)));
        Map<String, YamlNode.Entry> typeOnly = new TreeMap<>(mapping.entries());
        typeOnly.keySet().retainAll(type.names());
        Section head =
                Section.read(new YamlNode.Mapping(typeOnly, mapping.location()), "trainer", location, type, problems);
        Optional<TrainerFactory> factory = head.find("type", String.class).flatMap(trainers::find);
        return factory.map(known -> {
            TrainerSection section = new TrainerSection(known, location, new TreeMap<>(), new TreeMap<>());
            mapping.entries().forEach((name, entry) -> {
                if (!name.equals("type")) {
                    section.readSetting(name, entry, paths, problems);
                }
            });
            return section;
        });
    }

    /** Returns the key that names the trainer. */
    static Key type(Trainers trainers) {
        return Key.required("type", new ScalarType.OneOf(List.copyOf(trainers.types())), "the trainer's type");
    }

    private void readSetting(String name, YamlNode.Entry entry, PathResolver paths, Problems problems) {
        SourceLocation at =
                entry.value() instanceof YamlNode.Scalar ? entry.value().location() : entry.keyLocation();
        String path = "trainer." + name;
        locations.put(name, at);
        Optional<Setting> setting = setting(name);
        if (setting.isEmpty() && !factory.takesOtherSettings()) {
            problems.add(entry.keyLocation(), path, unknown(name));
            return;
        }
        ValueType valueType = setting.map(ValueType::of).orElse(new ValueType.Anything());
        valueType
                .read(entry.value(), problems.at(at, path))
                .map(value -> valueType instanceof ScalarType.PathText
                        ? paths.resolve(setting.orElseThrow(), (String) value)
                        : value)
                .ifPresent(value -> settings.put(name, value));
    }

    /** Returns the message about a setting that the trainer does not declare. */
    String unknown(String name) {
        List<String> names =
                factory.settings().stream().map(Setting::name).sorted().toList();
        String ending = Suggestion.ofAnotherName(name, factory.otherNames())
                .or(() -> Suggestion.ofAnotherName(name, StudyKeys.KNOWN_AS_SETTINGS))
                .orElseGet(() -> Suggestion.ending(name, names));
        return "is not a setting of " + factory.type() + ending;
    }

    /** Returns the declared setting of a name. */
    Optional<Setting> setting(String name) {
        return factory.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }

    /** Reports required settings that are neither fixed nor searched. */
    void checkRequired(Optional<YamlNode.Mapping> parameters, Problems problems) {
        factory.settings().stream()
                .filter(Setting::required)
                .filter(setting -> !locations.containsKey(setting.name()))
                .filter(setting -> parameters
                        .map(mapping -> !mapping.entries().containsKey(setting.name()))
                        .orElse(true))
                .forEach(setting -> problems.add(
                        location,
                        "trainer." + setting.name(),
                        "is missing; give " + setting.doc()
                                + (setting.isSearchable() ? ", or search it under parameters" : "")));
    }

    /**
     * Lets the trainer check the fixed settings, defaults included, and the searched parameters. Each value of a
     * searched path is checked as if it were fixed.
     *
     * @param parameters the section {@code parameters}, for the locations of problems
     */
    void check(SearchSpace space, Map<String, YamlNode.Entry> parameters, Problems problems) {
        List<String> searched = space.parameters().stream().map(Parameter::name).toList();
        List<Setting> fixed = factory.settings().stream()
                .filter(setting -> !searched.contains(setting.name()))
                .toList();
        Settings known = Settings.withDefaults(fixed, settings);
        Set<SettingProblem> told = new LinkedHashSet<>(factory.checkSearched(known, space.parameters()));
        told.addAll(factory.check(known));
        for (Parameter parameter : space.parameters()) {
            if (setting(parameter.name()).filter(Setting::isPath).isPresent()) {
                for (Object path : parameter.listed()) {
                    told.addAll(problems(known, parameter.name(), path, space, told));
                }
            }
        }
        told.forEach(problem -> tell(problem, parameters, problems));
    }

    /** Returns the problems when a path has one of its values, without the problems that exist for any value. */
    private List<SettingProblem> problems(
            Settings known, String name, Object path, SearchSpace space, Set<SettingProblem> anyway) {
        SortedMap<String, Object> values = new TreeMap<>(known.values());
        values.put(name, path);
        Settings chosen = new Settings(values);
        List<SettingProblem> found = new ArrayList<>(factory.checkSearched(chosen, space.besides(name, path)));
        found.addAll(factory.checkPath(name, chosen));
        return found.stream()
                .filter(problem -> !anyway.contains(problem))
                .map(problem -> problem.setting().equals(name)
                        ? problem
                        : new SettingProblem(
                                problem.setting(), problem.message() + " (where " + name + " is " + path + ")"))
                .toList();
    }

    private void tell(SettingProblem problem, Map<String, YamlNode.Entry> parameters, Problems problems) {
        String name = problem.setting();
        YamlNode.Entry parameter = parameters.get(name);
        if (parameter != null) {
            problems.add(parameter.keyLocation(), "parameters." + name, problem.message());
        } else {
            problems.add(locations.getOrDefault(name, location), "trainer." + name, problem.message());
        }
    }

    TrainerSpec spec() {
        return new TrainerSpec(factory.type(), factory.revision(), settings);
    }
}
