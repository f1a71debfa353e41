package dev.sextant.coordinator.past;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Conditions that follow from which trials have a value of a parameter. A program decides in code when it asks for a
 * parameter; if it always does so exactly for some values of one category or ordinal, that is the condition.
 */
final class FoundConditions {
    private final List<Parameter> parameters;
    private final Collection<Map<String, Object>> trials;

    /** @param trials values by parameter, of trials that asked for all they needed */
    FoundConditions(List<Parameter> parameters, Collection<Map<String, Object>> trials) {
        this.parameters = parameters;
        this.trials = trials;
    }

    /**
     * Returns the parameters with their conditions.
     *
     * @throws IllegalArgumentException if no single parameter decides when another one has a value
     */
    List<Parameter> parameters() {
        List<Parameter> found = new ArrayList<>();
        for (Parameter parameter : parameters) {
            long having = trials.stream()
                    .filter(trial -> trial.containsKey(parameter.name()))
                    .count();
            found.add(having == trials.size() ? parameter : conditional(parameter, having));
        }
        return found;
    }

    private Parameter conditional(Parameter parameter, long having) {
        return parameters.stream()
                .filter(other -> other != parameter && !other.listed().isEmpty())
                .map(other -> condition(parameter.name(), other))
                .flatMap(Optional::stream)
                .findFirst()
                .map(condition -> with(parameter, condition))
                .orElseThrow(() -> new IllegalArgumentException("parameter " + parameter.name() + " has a value in "
                        + having + " of " + trials.size()
                        + " trials, and no single other parameter decides when. Describe the search space in a study"
                        + " file, with `when`, and give it with --study-file"));
    }

    /** Returns the condition on another parameter, if its value decides whether a parameter has one. */
    private Optional<Condition> condition(String name, Parameter other) {
        Set<Object> with = valuesOf(other.name(), name, true);
        Set<Object> without = valuesOf(other.name(), name, false);
        boolean parentIsMissing =
                trials.stream().anyMatch(trial -> trial.containsKey(name) && !trial.containsKey(other.name()));
        boolean decides = !parentIsMissing && with.stream().noneMatch(without::contains) && !with.isEmpty();
        return decides ? Optional.of(Condition.is(other.name(), with.toArray())) : Optional.empty();
    }

    private Set<Object> valuesOf(String other, String name, boolean has) {
        return trials.stream()
                .filter(trial -> trial.containsKey(name) == has && trial.containsKey(other))
                .map(trial -> trial.get(other))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Parameter with(Parameter parameter, Condition when) {
        Optional<Condition> condition = Optional.of(when);
        if (parameter instanceof ContinuousParameter p) {
            return new ContinuousParameter(p.name(), p.low(), p.high(), p.scale(), condition);
        }
        if (parameter instanceof IntegerParameter p) {
            return new IntegerParameter(p.name(), p.low(), p.high(), p.scale(), condition);
        }
        return parameter instanceof OrdinalParameter
                ? new OrdinalParameter(parameter.name(), parameter.listed(), condition)
                : new CategoricalParameter(parameter.name(), parameter.listed(), condition);
    }
}
