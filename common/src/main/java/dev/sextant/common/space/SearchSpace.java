package dev.sextant.common.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The parameters of a study, each an axis of the unit cube [0, 1]^d, in the order of the study file.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class SearchSpace {
    private final List<Parameter> parameters;
    private final SortedMap<String, Condition> mattersWhen;
    private final Map<String, Condition> activeWhen = new HashMap<>();
    private final List<Parameter> parentsFirst;

    /** Creates a search space of parameters that always matter, as {@link #SearchSpace(List, Map)} does. */
    public SearchSpace(List<Parameter> parameters) {
        this(parameters, Map.of());
    }

    /**
     * Creates a search space.
     *
     * @param parameters at least one; parameter i is axis i of the unit cube
     * @param mattersWhen by parameter, the condition under which its value has an effect on training; a parameter that
     *     is left out always has one
     * @throws IllegalArgumentException when there are no parameters, two share a name, or a condition names an unknown
     *     parameter or depends on itself
     */
    public SearchSpace(List<Parameter> parameters, Map<String, Condition> mattersWhen) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("A search space needs at least one parameter");
        }
        this.parameters = List.copyOf(parameters);
        this.mattersWhen = Collections.unmodifiableSortedMap(new TreeMap<>(mattersWhen));
        Map<String, Parameter> byName = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (byName.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("Parameter " + parameter.name() + " appears twice");
            }
            Stream.concat(parameter.when().stream(), Stream.ofNullable(mattersWhen.get(parameter.name())))
                    .reduce(Condition::and)
                    .ifPresent(condition -> activeWhen.put(parameter.name(), condition));
        }
        Map<String, Parameter> ordered = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            visit(parameter, byName, ordered, new LinkedHashSet<>());
        }
        this.parentsFirst = List.copyOf(ordered.values());
    }

    private void visit(
            Parameter parameter, Map<String, Parameter> byName, Map<String, Parameter> ordered, Set<String> path) {
        if (ordered.containsKey(parameter.name())) {
            return;
        }
        if (!path.add(parameter.name())) {
            throw new IllegalArgumentException(
                    "Conditions form a cycle: " + String.join(" -> ", path) + " -> " + parameter.name());
        }
        for (String parent : activeWhen(parameter).map(Condition::names).orElse(Set.of())) {
            if (!byName.containsKey(parent)) {
                throw new IllegalArgumentException(
                        "Parameter " + parameter.name() + " depends on " + parent + ", which does not exist");
            }
            visit(byName.get(parent), byName, ordered, path);
        }
        path.remove(parameter.name());
        ordered.put(parameter.name(), parameter);
    }

    /**
     * Returns the parameters in the order of the study file: axis i of the unit cube is {@code parameters().get(i)}.
     */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * Returns by parameter the condition under which its value has an effect on training, as the trainer declares it.
     * Parameters that always have one are left out.
     */
    public SortedMap<String, Condition> mattersWhen() {
        return mattersWhen;
    }

    /**
     * Returns the condition under which a parameter is active: that of the study file, and that under which its value
     * matters. Empty means always.
     */
    public Optional<Condition> activeWhen(Parameter parameter) {
        return Optional.ofNullable(activeWhen.get(parameter.name()));
    }

    /** Returns the parameters in an order in which each comes after those that its condition names. */
    public List<Parameter> parentsFirst() {
        return parentsFirst;
    }

    /** Returns the number of parameters d. */
    public int dimensions() {
        return parameters.size();
    }

    /** Returns the parameter of this name, if there is one. */
    public Optional<Parameter> find(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    /**
     * Returns the parameter of this name.
     *
     * @throws NoSuchElementException when no parameter has this name
     */
    public Parameter parameter(String name) {
        return find(name)
                .orElseThrow(() -> new NoSuchElementException("No parameter " + name + " in this search space"));
    }

    /**
     * Returns the configuration at a point of the unit cube. Positions of inactive parameters are ignored.
     *
     * @param point [d], each in [0, 1]
     */
    public Configuration at(double[] point) {
        if (point.length != parameters.size()) {
            throw new IllegalArgumentException(
                    "Cannot map a point of " + point.length + " positions, the space has " + parameters.size());
        }
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : parentsFirst) {
            if (isActive(parameter, values)) {
                values.put(parameter.name(), parameter.valueAt(point[parameters.indexOf(parameter)]));
            }
        }
        return Configuration.of(values);
    }

    /**
     * Returns the point of the unit cube for a configuration: [d], with ½ for each inactive parameter.
     *
     * @throws IllegalArgumentException when {@link #problemWith} finds a problem
     */
    public double[] pointOf(Configuration configuration) {
        problemWith(configuration).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        double[] point = new double[parameters.size()];
        for (int axis = 0; axis < point.length; axis++) {
            Object value = configuration.values().get(parameters.get(axis).name());
            point[axis] = value == null ? 0.5 : parameters.get(axis).positionOf(value);
        }
        return point;
    }

    /** Returns whether a parameter is active, given the values of the active parameters that it depends on. */
    public boolean isActive(Parameter parameter, Map<String, Object> values) {
        Condition condition = activeWhen.get(parameter.name());
        return condition == null || condition.holds(values);
    }

    /** Returns a configuration without the values of inactive parameters. */
    public Configuration withoutInactive(Configuration configuration) {
        Map<String, Object> values = new TreeMap<>(configuration.values());
        for (Parameter parameter : parentsFirst) {
            if (!isActive(parameter, values)) {
                values.remove(parameter.name());
            }
        }
        return Configuration.of(values);
    }

    /**
     * Returns the other parameters that can be active when one parameter has a given value, in the order of the study
     * file. Left out are those whose conditions that value breaks, and those that depend on them.
     *
     * @param name name of the parameter with the value
     */
    public List<Parameter> besides(String name, Object value) {
        Set<String> never = new HashSet<>();
        for (Parameter parameter : parentsFirst) {
            boolean broken = activeWhen(parameter)
                    .filter(condition ->
                            condition.alternatives().stream().allMatch(tests -> isBroken(tests, name, value, never)))
                    .isPresent();
            if (broken) {
                never.add(parameter.name());
            }
        }
        return parameters.stream()
                .filter(parameter -> !parameter.name().equals(name) && !never.contains(parameter.name()))
                .toList();
    }

    private static boolean isBroken(Map<String, Condition.Test> tests, String name, Object value, Set<String> never) {
        return tests.entrySet().stream().anyMatch(test -> {
            if (test.getKey().equals(name)) {
                return !test.getValue().holds(Optional.of(value));
            }
            return never.contains(test.getKey()) && !test.getValue().holds(Optional.empty());
        });
    }

    /** Returns why a configuration does not belong to this space; empty when it does. */
    public Optional<String> problemWith(Configuration configuration) {
        Map<String, Object> values = configuration.values();
        List<String> known = new ArrayList<>();
        for (Parameter parameter : parentsFirst) {
            known.add(parameter.name());
            Object value = values.get(parameter.name());
            boolean active = isActive(parameter, values);
            if (active && value == null) {
                return Optional.of(parameter.name() + " has no value");
            }
            if (!active && value != null) {
                return Optional.of(parameter.name() + " (" + value + ") is inactive in this configuration");
            }
            if (active && !parameter.contains(value)) {
                return Optional.of(parameter.name() + " (" + value + ") lies outside its range");
            }
        }
        return values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> name + " is not a parameter");
    }

    /**
     * Returns the number of different configurations; empty when they cannot be counted or are more than {@code limit}.
     * Enumerates the space, so keep the limit moderate.
     */
    public OptionalLong size(long limit) {
        return count(0, new TreeMap<>(), limit);
    }

    private OptionalLong count(int depth, Map<String, Object> values, long limit) {
        if (depth == parentsFirst.size()) {
            return OptionalLong.of(1);
        }
        Parameter parameter = parentsFirst.get(depth);
        if (!isActive(parameter, values)) {
            return count(depth + 1, values, limit);
        }
        OptionalLong cardinality = parameter.cardinality();
        if (cardinality.isEmpty() || cardinality.getAsLong() > limit) {
            return OptionalLong.empty();
        }
        long total = 0;
        long pieces = cardinality.getAsLong();
        for (long piece = 0; piece < pieces; piece++) {
            values.put(parameter.name(), valueNumber(parameter, piece));
            OptionalLong below = count(depth + 1, values, limit - total);
            values.remove(parameter.name());
            if (below.isEmpty()) {
                return below;
            }
            total += below.getAsLong();
            if (total > limit) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(total);
    }

    private static Object valueNumber(Parameter parameter, long index) {
        if (parameter instanceof IntegerParameter integer) {
            return integer.scale() == Scale.POWER_OF_TWO ? integer.low() << index : integer.low() + index;
        }
        if (parameter instanceof OrdinalParameter ordinal) {
            return ordinal.values().get((int) index);
        }
        return ((CategoricalParameter) parameter).values().get((int) index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchSpace space
                && parameters.equals(space.parameters)
                && mattersWhen.equals(space.mattersWhen);
    }

    @Override
    public int hashCode() {
        return Objects.hash(parameters, mattersWhen);
    }

    @Override
    public String toString() {
        return "SearchSpace" + parameters + (mattersWhen.isEmpty() ? "" : mattersWhen);
    }
}
