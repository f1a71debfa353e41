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
 * What stands under {@code trainer}.
 *
 * @param place where the section stands
 * @param settings those that were given and right
 * @param places where each given setting stands, right or wrong
 */
record TrainerSection(
        TrainerFactory factory, Place place, SortedMap<String, Object> settings, Map<String, Place> places) {

    /** Reads the section; empty when the trainer is not known, which is then among the problems. */
    static Optional<TrainerSection> read(
            Tree.Mapping mapping, Place place, Trainers trainers, Paths paths, Problems problems) {
        Form.Table type = new Form.Table(List.of(type(trainers)));
        Map<String, Tree.Entry> typeOnly = new TreeMap<>(mapping.entries());
        typeOnly.keySet().retainAll(type.names());
        Section head = Section.read(new Tree.Mapping(typeOnly, mapping.place()), "trainer", place, type, problems);
        Optional<TrainerFactory> factory = head.find("type", String.class).flatMap(trainers::find);
        return factory.map(known -> {
            TrainerSection section = new TrainerSection(known, place, new TreeMap<>(), new TreeMap<>());
            mapping.entries().forEach((name, entry) -> {
                if (!name.equals("type")) {
                    section.readSetting(name, entry, paths, problems);
                }
            });
            return section;
        });
    }

    /** The key that names the trainer. */
    static Key type(Trainers trainers) {
        return Key.required(
                "type", new ScalarForm.OneOf(List.copyOf(trainers.types())), "which trainer trains the trials");
    }

    private void readSetting(String name, Tree.Entry entry, Paths paths, Problems problems) {
        Place at = entry.value() instanceof Tree.Scalar ? entry.value().place() : entry.keyPlace();
        String path = "trainer." + name;
        places.put(name, at);
        Optional<Setting> setting = setting(name);
        if (setting.isEmpty() && !factory.takesOtherSettings()) {
            problems.add(entry.keyPlace(), path, unknown(name));
            return;
        }
        Form form = setting.map(Form::of).orElse(new Form.Anything());
        form.read(entry.value(), problems.at(at, path))
                .map(value -> form instanceof ScalarForm.PathText ? paths.absolute((String) value) : value)
                .ifPresent(value -> settings.put(name, value));
    }

    /** The message about a setting that the trainer does not declare. */
    String unknown(String name) {
        List<String> names =
                factory.settings().stream().map(Setting::name).sorted().toList();
        return "is not a setting of " + factory.type() + Suggestion.ending(name, names);
    }

    /** The declared setting of a name. */
    Optional<Setting> setting(String name) {
        return factory.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }

    /** Finds required settings that are neither fixed nor searched. */
    void checkRequired(Optional<Tree.Mapping> parameters, Problems problems) {
        factory.settings().stream()
                .filter(Setting::required)
                .filter(setting -> !places.containsKey(setting.name()))
                .filter(setting -> parameters
                        .map(mapping -> !mapping.entries().containsKey(setting.name()))
                        .orElse(true))
                .forEach(setting -> problems.add(
                        place,
                        "trainer." + setting.name(),
                        "is missing; give " + setting.doc()
                                + (setting.isSearchable() ? ", or search it under parameters" : "")));
    }

    /**
     * Lets the trainer look at the fixed settings, defaults included, and at what is searched: at each value of a path as if
     * it were fixed.
     *
     * @param parameters where each stands
     */
    void check(SearchSpace space, Map<String, Tree.Entry> parameters, Problems problems) {
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

    /** What is wrong where a path has one of its values, beyond what is wrong anyway. */
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

    private void tell(SettingProblem problem, Map<String, Tree.Entry> parameters, Problems problems) {
        String name = problem.setting();
        Tree.Entry parameter = parameters.get(name);
        if (parameter != null) {
            problems.add(parameter.keyPlace(), "parameters." + name, problem.message());
        } else {
            problems.add(places.getOrDefault(name, place), "trainer." + name, problem.message());
        }
    }

    TrainerSpec spec() {
        return new TrainerSpec(factory.type(), settings);
    }
}
