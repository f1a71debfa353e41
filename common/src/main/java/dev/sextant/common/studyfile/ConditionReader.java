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
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Reads what stands under {@code when}. */
final class ConditionReader {
    static final Form.Table BOUND = new Form.Table(List.of(
            Key.optional("at_least", ScalarForm.Decimal.ANY, "the smallest number for which the test holds"),
            Key.optional("at_most", ScalarForm.Decimal.ANY, "the largest number for which the test holds")));

    private final Map<String, Parameter> parameters;
    private final Collection<String> names;
    private final Problems problems;

    /**
     * @param parameters those that are right by themselves
     * @param names of all that the file has
     */
    ConditionReader(Map<String, Parameter> parameters, Collection<String> names, Problems problems) {
        this.parameters = parameters;
        this.names = names;
        this.problems = problems;
    }

    Optional<Condition> read(String parameter, Tree.Mapping when) {
        String path = "parameters." + parameter + ".when";
        if (when.entries().isEmpty()) {
            problems.add(when.place(), path, "is empty; name a parameter and its value, or remove it");
            return Optional.empty();
        }
        TreeMap<String, Condition.Test> tests = new TreeMap<>();
        when.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                problems.add(
                        entry.keyPlace(),
                        path + "." + name,
                        "is not a parameter of this study" + Suggestion.ending(name, names));
            } else if (parameters.containsKey(name)) {
                test(parameters.get(name), entry, path + "." + name).ifPresent(test -> tests.put(name, test));
            }
        });
        return tests.size() == when.entries().size() ? Optional.of(new Condition(tests)) : Optional.empty();
    }

    private Optional<Condition.Test> test(Parameter parent, Tree.Entry entry, String path) {
        Place place = entry.value() instanceof Tree.Scalar ? entry.value().place() : entry.keyPlace();
        if (entry.value() instanceof Tree.Mapping mapping) {
            return bound(parent, Section.read(mapping, path, place, BOUND, problems));
        }
        List<Tree> elements = entry.value() instanceof Tree.Sequence list ? list.elements() : List.of(entry.value());
        if (elements.isEmpty()) {
            problems.add(place, path, "is empty; give at least one value");
            return Optional.empty();
        }
        Set<Object> values = new LinkedHashSet<>();
        elements.forEach(element -> Form.of(parent)
                .read(element, problems.at(element.place(), path))
                .ifPresent(values::add));
        return values.size() == elements.size()
                ? Optional.of(new Condition.Test.OneOf(List.copyOf(values)))
                : twice(place, path, values.size(), elements);
    }

    private Optional<Condition.Test> twice(Place place, String path, int right, List<Tree> elements) {
        long distinct = elements.stream().map(Tree::shown).distinct().count();
        if (right == distinct) {
            problems.add(place, path, "names a value twice; remove one of them");
        }
        return Optional.empty();
    }

    private Optional<Condition.Test> bound(Parameter parent, Section section) {
        if (section.gives("at_least") && section.gives("at_most")) {
            problems.add(
                    section.place(),
                    section.path(),
                    "takes at_least or at_most, not both; keep one of them, or list the values that are meant, e.g. [1, 2]");
            return Optional.empty();
        }
        if (!section.gives("at_least") && !section.gives("at_most")) {
            problems.add(
                    section.place(),
                    section.path(),
                    "needs a value, a list of values, {at_least: NUMBER} or {at_most: NUMBER}");
            return Optional.empty();
        }
        if (!hasNumbers(parent)) {
            problems.add(
                    section.place(),
                    section.path(),
                    "cannot be compared with a number; give " + Form.of(parent).words());
            return Optional.empty();
        }
        return section.find("at_least", Double.class)
                .<Condition.Test>map(Condition.Test.AtLeast::new)
                .or(() -> section.find("at_most", Double.class).map(Condition.Test.AtMost::new))
                .filter(test -> canHold(test, parent, section));
    }

    /** Whether the test holds for the parameter's largest or smallest value. */
    private boolean canHold(Condition.Test test, Parameter parent, Section section) {
        boolean fromBelow = test instanceof Condition.Test.AtLeast;
        double end = end(parent, fromBelow);
        if (test.holds(end)) {
            return true;
        }
        String key = fromBelow ? "at_least" : "at_most";
        problems.add(
                section.place(key),
                section.path(key),
                "(" + Numbers.text(section.get(key, Double.class)) + ") never holds: the "
                        + (fromBelow ? "largest" : "smallest") + " value of " + parent.name() + " is "
                        + Numbers.text(end) + "; give a number of at " + (fromBelow ? "most " : "least ")
                        + Numbers.text(end) + ", or remove the condition");
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

    /** The values of a parameter that lists them; none of a range. */
    private static List<Object> choices(Parameter parent) {
        if (parent instanceof OrdinalParameter ordinal) {
            return ordinal.values();
        }
        return parent instanceof CategoricalParameter categorical ? categorical.values() : List.of();
    }

    /** Finds conditions that depend on themselves, each cycle once. */
    void checkCycles(Tree.Mapping parameters) {
        Set<String> done = new HashSet<>();
        parameters.entries().keySet().forEach(name -> follow(name, parameters, new ArrayList<>(), done));
    }

    private void follow(String name, Tree.Mapping all, List<String> path, Set<String> done) {
        if (path.contains(name)) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
            cycle.add(name);
            problems.add(
                    all.entries().get(name).keyPlace(),
                    "parameters." + name + ".when",
                    "goes round in a circle: " + String.join(" -> ", cycle) + "; remove one of these conditions");
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

    private static Set<String> parents(Tree parameter) {
        return parameter instanceof Tree.Mapping mapping
                        && mapping.entries().containsKey("when")
                        && mapping.entries().get("when").value() instanceof Tree.Mapping when
                ? when.entries().keySet()
                : Set.of();
    }
}
