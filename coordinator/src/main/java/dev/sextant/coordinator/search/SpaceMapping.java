package dev.sextant.coordinator.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps configurations of an earlier study into the search space of a new one.
 *
 * <ul>
 *   <li>A parameter that both studies search keeps its value.
 *   <li>A parameter that the earlier study held fixed gets that value.
 *   <li>A parameter that the earlier study did not have gets an arbitrary value; {@link #unknown} names it.
 *   <li>A parameter that only the earlier study searched is dropped. If it is a category, it must have the value that the new
 *       study fixes.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 *
 * @param theirs search space of the earlier study
 * @param theirSettings its fixed settings, defaults included
 * @param ours search space of the new study
 * @param ourSettings its fixed settings, defaults included
 */
public record SpaceMapping(
        SearchSpace theirs, Map<String, Object> theirSettings, SearchSpace ours, Map<String, Object> ourSettings) {
    /** Position of unknown parameters on their axes. */
    private static final double MIDDLE = 0.5;

    /** Result of mapping a configuration. */
    public sealed interface Outcome {
        /** The configuration in the new space. */
        record Mapped(Configuration configuration) implements Outcome {}

        /**
         * The configuration cannot be mapped.
         *
         * @param why the reason, e.g. {@code batch_size outside its range}
         */
        record Dropped(String why) implements Outcome {}
    }

    /** Parameters of the new space that the earlier study did not have. */
    public Set<String> unknown() {
        return ours.parameters().stream()
                .map(Parameter::name)
                .filter(name -> !isSearched(name) && !theirSettings.containsKey(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isSearched(String name) {
        return theirs.find(name).isPresent();
    }

    /** Maps a configuration of the earlier study. */
    public Outcome map(Configuration configuration) {
        Set<String> unknown = unknown();
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : ours.parentsFirst()) {
            if (!ours.isActive(parameter, values)) {
                continue;
            }
            if (unknown.contains(parameter.name())) {
                values.put(parameter.name(), parameter.valueAt(MIDDLE));
                continue;
            }
            Object given = isSearched(parameter.name())
                    ? configuration.values().get(parameter.name())
                    : theirSettings.get(parameter.name());
            if (given == null) {
                return new Outcome.Dropped(parameter.name() + " was inactive");
            }
            Optional<Object> value = converted(parameter, given);
            if (value.isEmpty()) {
                return new Outcome.Dropped(parameter.name() + " outside its range");
            }
            values.put(parameter.name(), value.get());
        }
        return otherCategory(configuration)
                .<Outcome>map(name -> new Outcome.Dropped(name + " not " + ourSettings.get(name)))
                .orElseGet(() -> new Outcome.Mapped(Configuration.of(values)));
    }

    /**
     * Returns the parameters whose value has no effect in the new study and is left out, although the earlier study
     * searched it.
     *
     * @param theirs configuration of the earlier study
     * @param mapped the same configuration in the new space
     */
    public Set<String> withoutEffect(Configuration theirs, Configuration mapped) {
        return theirs.values().keySet().stream()
                .filter(name -> ours.find(name).isPresent())
                .filter(name -> !mapped.values().containsKey(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A value in the type of a parameter, since a number may be whole in one study only; empty outside its range. */
    private static Optional<Object> converted(Parameter parameter, Object given) {
        Object value = given;
        if (parameter instanceof ContinuousParameter && given instanceof Long whole) {
            value = whole.doubleValue();
        } else if (parameter instanceof IntegerParameter
                && given instanceof Double number
                && number == Math.rint(number)) {
            value = number.longValue();
        }
        return parameter.contains(value) ? Optional.of(value) : Optional.empty();
    }

    /** A category that only the earlier study searched and that is fixed to another value in the new study. */
    private Optional<String> otherCategory(Configuration configuration) {
        return theirs.parameters().stream()
                .filter(CategoricalParameter.class::isInstance)
                .map(Parameter::name)
                .filter(name -> ourSettings.containsKey(name) && ours.find(name).isEmpty())
                .filter(name -> configuration.values().containsKey(name)
                        && !configuration.values().get(name).equals(ourSettings.get(name)))
                .findFirst();
    }
}
