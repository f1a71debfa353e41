package dev.sextant.common.studyfile;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Reads the conditions under {@code when}. */
final class ConditionReader {
    static final ValueType.Table BOUND = new ValueType.Table(List.of(
            Key.optional("at_least", ScalarType.Decimal.ANY, "the lower bound, inclusive"),
            Key.optional("at_most", ScalarType.Decimal.ANY, "the upper bound, inclusive")));

    private final Map<String, Parameter> parameters;
    private final Collection<String> names;
    private final Problems problems;

    /**
     * @param parameters the valid parameters, by name
     * @param names names of all parameters in the file, valid or not
     */
    ConditionReader(Map<String, Parameter> parameters, Collection<String> names, Problems problems) {
        this.parameters = parameters;
        this.names = names;
        this.problems = problems;
    }

    /** @param when a mapping of tests, or a list of such mappings, one of which must hold */
    Optional<Condition> read(String parameter, YamlNode when) {
        String path = "parameters." + parameter + ".when";
        if (when instanceof YamlNode.Mapping tests) {
            return alternative(tests, path).map(Condition::all);
        }
        List<YamlNode> elements = ((YamlNode.Sequence) when).elements();
        List<SortedMap<String, Condition.Test>> alternatives = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            alternative((YamlNode.Mapping) elements.get(i), path + "[" + i + "]")
                    .ifPresent(alternatives::add);
        }
        return alternatives.size() == elements.size() ? Optional.of(new Condition(alternatives)) : Optional.empty();
    }

    private Optional<SortedMap<String, Condition.Test>> alternative(YamlNode.Mapping when, String path) {
        if (when.entries().isEmpty()) {
            problems.add(when.location(), path, "is empty; name a parameter and its value, or remove it");
            return Optional.empty();
        }
        SortedMap<String, Condition.Test> tests = new TreeMap<>();
        when.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                problems.add(
                        entry.keyLocation(),
                        path + "." + name,
                        "is not a parameter of this study" + Suggestion.ending(name, names));
            } else if (parameters.containsKey(name)) {
                test(parameters.get(name), entry, path + "." + name).ifPresent(test -> tests.put(name, test));
            }
        });
        return tests.size() == when.entries().size() ? Optional.of(tests) : Optional.empty();
    }

    private Optional<Condition.Test> test(Parameter parent, YamlNode.Entry entry, String path) {
        SourceLocation location =
                entry.value() instanceof YamlNode.Scalar ? entry.value().location() : entry.keyLocation();
        if (entry.value() instanceof YamlNode.Mapping mapping) {
            return bound(parent, Section.read(mapping, path, location, BOUND, problems));
        }
        List<YamlNode> elements =
                entry.value() instanceof YamlNode.Sequence list ? list.elements() : List.of(entry.value());
        if (elements.isEmpty()) {
            problems.add(location, path, "is empty; give at least one value");
            return Optional.empty();
        }
        Set<Object> values = new LinkedHashSet<>();
        elements.forEach(element -> ValueType.of(parent)
                .read(element, problems.at(element.location(), path))
                .ifPresent(values::add));
        return values.size() == elements.size()
                ? Optional.of(new Condition.Test.OneOf(List.copyOf(values)))
                : twice(location, path, values.size(), elements);
    }

    private Optional<Condition.Test> twice(SourceLocation location, String path, int right, List<YamlNode> elements) {
        long distinct = elements.stream().map(YamlNode::shown).distinct().count();
        if (right == distinct) {
            problems.add(location, path, "lists a value twice; remove one of them");
        }
        return Optional.empty();
    }

    private Optional<Condition.Test> bound(Parameter parent, Section section) {
        if (section.gives("at_least") && section.gives("at_most")) {
            problems.add(
                    section.location(),
                    section.path(),
                    "takes at_least or at_most, not both; keep one of them, or list the values, e.g. [1, 2]");
            return Optional.empty();
        }
        if (!section.gives("at_least") && !section.gives("at_most")) {
            problems.add(
                    section.location(),
                    section.path(),
                    "needs a value, a list of values, {at_least: NUMBER} or {at_most: NUMBER}");
            return Optional.empty();
        }
        if (!hasNumbers(parent)) {
            problems.add(
                    section.location(),
                    section.path(),
                    "cannot be compared with a number; give "
                            + ValueType.of(parent).expected());
            return Optional.empty();
        }
        return section.find("at_least", Double.class)
                .map(Condition.Test::atLeast)
                .or(() -> section.find("at_most", Double.class).map(Condition.Test::atMost))
                .filter(test -> canHold(test, parent, section));
    }

    /** Whether the test holds for at least one value of the parameter: its largest or its smallest. */
    private boolean canHold(Condition.Test test, Parameter parent, Section section) {
        boolean fromBelow = section.gives("at_least");
        double end = end(parent, fromBelow);
        if (test.holds(Optional.of(end))) {
            return true;
        }
        String key = fromBelow ? "at_least" : "at_most";
        problems.add(
                section.location(key),
                section.path(key),
                "(" + NumberText.text(section.get(key, Double.class)) + ") never holds: the "
                        + (fromBelow ? "largest" : "smallest") + " value of " + parent.name() + " is "
                        + NumberText.text(end) + "; give a number of at " + (fromBelow ? "most " : "least ")
                        + NumberText.text(end) + ", or remove the condition");
        return false;
    }

    private static double end(Parameter parent, boolean largest) {
        if (parent instanceof ContinuousParameter range) {
            return largest ? range.high() : range.low();
        }
        if (parent instanceof IntegerParameter range) {
            return largest ? range.high() : range.low();
        }
        DoubleStream values = choices(parent).stream().mapToDouble(value -> ((Number) value).doubleValue());
        return (largest ? values.max() : values.min()).orElseThrow();
    }

    private static boolean hasNumbers(Parameter parent) {
        return choices(parent).stream().allMatch(Number.class::isInstance);
    }

    /** Returns the values of a parameter that lists them; empty for a range. */
    private static List<Object> choices(Parameter parent) {
        if (parent instanceof OrdinalParameter ordinal) {
            return ordinal.values();
        }
        return parent instanceof CategoricalParameter categorical ? categorical.values() : List.of();
    }

    /** Reports conditions that depend on themselves, each cycle once. */
    void checkCycles(YamlNode.Mapping parameters) {
        Set<String> done = new HashSet<>();
        parameters.entries().keySet().forEach(name -> follow(name, parameters, new ArrayList<>(), done));
    }

    private void follow(String name, YamlNode.Mapping all, List<String> path, Set<String> done) {
        if (path.contains(name)) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
            cycle.add(name);
            problems.add(
                    all.entries().get(name).keyLocation(),
                    "parameters." + name + ".when",
                    "forms a cycle: " + String.join(" -> ", cycle) + "; remove one of these conditions");
            return;
        }
        if (!done.add(name)) {
            return;
        }
        path.add(name);
        parents(all.entries().get(name).value()).stream()
                .filter(all.entries()::containsKey)
                .forEach(parent -> follow(parent, all, path, done));
        path.remove(path.size() - 1);
    }

    private static Set<String> parents(YamlNode parameter) {
        if (!(parameter instanceof YamlNode.Mapping mapping)
                || !mapping.entries().containsKey("when")) {
            return Set.of();
        }
        YamlNode when = mapping.entries().get("when").value();
        List<YamlNode> alternatives = when instanceof YamlNode.Sequence list ? list.elements() : List.of(when);
        Set<String> parents = new LinkedHashSet<>();
        alternatives.forEach(tests -> {
            if (tests instanceof YamlNode.Mapping known) {
                parents.addAll(known.entries().keySet());
            }
        });
        return parents;
    }
}
