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
 * Where the configurations of one study lie in another's space. A parameter that both search keeps its value. One that the
 * other study held fixed has that value; one that it did not know at all has any value, and {@link #unknown} names it. A
 * category that only the other study searched must be the one that this study fixes; its other parameters are left out.
 * Immutable; safe for use by many threads.
 *
 * @param theirs the space of the study that configurations come from
 * @param theirSettings what it held fixed, defaults included
 * @param ours the space they are for
 * @param ourSettings what is fixed there, defaults included
 */
public record SpaceMapping(
        SearchSpace theirs, Map<String, Object> theirSettings, SearchSpace ours, Map<String, Object> ourSettings) {
    private static final double ANYWHERE = 0.5;

    /** Where a configuration went. */
    public sealed interface Outcome {
        /** It has a place. */
        record Mapped(Configuration configuration) implements Outcome {}

        /**
         * It has none.
         *
         * @param why e.g. {@code batch_size outside its range}
         */
        record Dropped(String why) implements Outcome {}
    }

    /** The parameters of our space that the other study knew nothing of. */
    public Set<String> unknown() {
        return ours.parameters().stream()
                .map(Parameter::name)
                .filter(name -> !searched(name) && !theirSettings.containsKey(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean searched(String name) {
        return theirs.find(name).isPresent();
    }

    /** Where a configuration of their space lies in ours. */
    public Outcome map(Configuration configuration) {
        Set<String> unknown = unknown();
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : ours.parentsFirst()) {
            if (!ours.isActive(parameter, values)) {
                continue;
            }
            if (unknown.contains(parameter.name())) {
                values.put(parameter.name(), parameter.valueAt(ANYWHERE));
                continue;
            }
            Object given = searched(parameter.name())
                    ? configuration.values().get(parameter.name())
                    : theirSettings.get(parameter.name());
            if (given == null) {
                return new Outcome.Dropped(parameter.name() + " played no part");
            }
            Optional<Object> value = taken(parameter, given);
            if (value.isEmpty()) {
                return new Outcome.Dropped(parameter.name() + " outside its range");
            }
            values.put(parameter.name(), value.get());
        }
        return otherCategory(configuration)
                .<Outcome>map(name -> new Outcome.Dropped(name + " not " + ourSettings.get(name)))
                .orElseGet(() -> new Outcome.Mapped(Configuration.of(values)));
    }

    /** A number may be whole in one study and not in the other. */
    private static Optional<Object> taken(Parameter parameter, Object given) {
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

    /** A category that they searched and we fix to another one than the configuration has. */
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
