package dev.sextant.coordinator.past;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values of parameters as another program gave them, checked against a search space. Values of parameters that do not matter
 * beside the others are left out.
 *
 * @param configuration the values that matter and are right
 * @param problems what is wrong, one sentence each; empty if the configuration is complete
 */
record GivenValues(Configuration configuration, List<String> problems) {
    private static final double WHOLE = 1e15;

    /** @param given returns the value of a parameter by its name; text stands for any value */
    static GivenValues in(SearchSpace space, Function<String, Optional<Object>> given) {
        Map<String, Object> values = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (Parameter parameter : space.parentsFirst()) {
            if (!space.isActive(parameter, values)) {
                continue;
            }
            Optional<Object> value = given.apply(parameter.name());
            Optional<Object> typed = value.flatMap(any -> typed(parameter, any));
            if (value.isEmpty()) {
                problems.add(parameter.name() + " has no value");
            } else if (typed.isEmpty()) {
                problems.add(parameter.name() + " (" + value.get() + ") is not " + range(parameter));
            } else {
                values.put(parameter.name(), typed.get());
            }
        }
        return new GivenValues(Configuration.of(values), problems);
    }

    /** Returns the value in the type of the parameter; empty if it has no such value. */
    private static Optional<Object> typed(Parameter parameter, Object value) {
        if (parameter.contains(value)) {
            return Optional.of(value);
        }
        if (!parameter.listed().isEmpty()) {
            return parameter.listed().stream()
                    .filter(listed -> isSame(listed, value))
                    .findFirst();
        }
        Optional<Double> number = number(value);
        if (parameter instanceof ContinuousParameter) {
            return number.<Object>map(same -> same).filter(parameter::contains);
        }
        return number.filter(any -> any == Math.rint(any) && Math.abs(any) < WHOLE)
                .<Object>map(Double::longValue)
                .filter(parameter::contains);
    }

    /** Whether texts are equal whatever the case of {@code True}, and numbers whatever their digits. */
    private static boolean isSame(Object listed, Object value) {
        if (listed instanceof Number number) {
            return number(value).filter(any -> any == number.doubleValue()).isPresent();
        }
        return listed instanceof Boolean
                ? listed.toString().equalsIgnoreCase(value.toString())
                : listed.toString().equals(value.toString());
    }

    /** Returns a number, given as such or as text; empty if it is none. */
    static Optional<Double> number(Object value) {
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue());
        }
        try {
            return Optional.of(Double.valueOf(value.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String range(Parameter parameter) {
        if (parameter instanceof ContinuousParameter continuous) {
            return "a number from " + TextFormat.number(continuous.low()) + " to "
                    + TextFormat.number(continuous.high());
        }
        if (parameter instanceof IntegerParameter integer) {
            return "a whole number from " + integer.low() + " to " + integer.high()
                    + (integer.scale() == Scale.POWER_OF_TWO ? ", a power of two" : "");
        }
        return "one of " + TextFormat.brief(parameter.listed());
    }
}
