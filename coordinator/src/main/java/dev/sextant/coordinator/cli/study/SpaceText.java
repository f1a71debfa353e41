package dev.sextant.coordinator.cli.study;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.text.TextFormat;
import java.util.OptionalLong;

/** Search spaces and parameters as text. */
final class SpaceText {
    /** Limit for counting configurations, as counting enumerates them. */
    static final long COUNTABLE = 1_000_000;

    private SpaceText() {}

    /** Formats the size of a space, e.g. {@code 8 parameters, 1 296 configurations}. */
    static String size(SearchSpace space) {
        OptionalLong size = space.size(COUNTABLE);
        String configurations;
        if (size.isPresent()) {
            configurations = TextFormat.count(size.getAsLong(), "configuration");
        } else if (space.parameters().stream()
                .anyMatch(parameter -> parameter.cardinality().isEmpty())) {
            configurations = "continuous";
        } else {
            configurations = "more than " + TextFormat.count(COUNTABLE, "configuration");
        }
        return TextFormat.count(space.dimensions(), "parameter") + ", " + configurations;
    }

    static String kind(Parameter parameter) {
        if (parameter instanceof ContinuousParameter) {
            return "continuous";
        }
        if (parameter instanceof IntegerParameter) {
            return "integer";
        }
        return parameter instanceof OrdinalParameter ? "ordinal" : "categorical";
    }

    static String range(Parameter parameter) {
        if (parameter instanceof ContinuousParameter continuous) {
            return TextFormat.number(continuous.low()) + " to " + TextFormat.number(continuous.high())
                    + scale(continuous.scale());
        }
        if (parameter instanceof IntegerParameter integer) {
            return integer.low() + " to " + integer.high() + scale(integer.scale());
        }
        return TextFormat.brief(parameter.listed());
    }

    private static String scale(Scale scale) {
        return scale == Scale.LINEAR ? "" : ", " + scale.word().replace('_', ' ');
    }

    /** Formats the condition of a parameter, e.g. {@code optimizer is sgd}; empty if it is always active. */
    static String when(Parameter parameter, SearchSpace space) {
        return space.activeWhen(parameter)
                .map(condition -> condition.isNever() ? "never: it has no effect" : TextFormat.condition(condition))
                .orElse("");
    }
}
