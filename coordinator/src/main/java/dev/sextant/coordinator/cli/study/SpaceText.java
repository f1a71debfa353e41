package dev.sextant.coordinator.cli.study;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.text.TextFormat;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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

    static String when(Parameter parameter) {
        return parameter.when().map(SpaceText::condition).orElse("");
    }

    private static String condition(Condition condition) {
        return condition.tests().entrySet().stream()
                .map(entry -> entry.getKey() + " " + test(entry.getValue()))
                .collect(Collectors.joining(" and "));
    }

    private static String test(Condition.Test test) {
        if (test instanceof Condition.Test.AtLeast bound) {
            return "at least " + TextFormat.number(bound.bound());
        }
        if (test instanceof Condition.Test.AtMost bound) {
            return "at most " + TextFormat.number(bound.bound());
        }
        Condition.Test.OneOf oneOf = (Condition.Test.OneOf) test;
        return "is " + oneOf.values().stream().map(TextFormat::brief).collect(Collectors.joining(" or "));
    }
}
