package dev.sextant.sql.optuna;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.sql.connect.DatabaseException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a parameter of Optuna may be: the {@code distribution_json} of a trial. Trials of a study may give a parameter
 * different ranges.
 */
sealed interface Distribution {
    ObjectMapper JSON = new ObjectMapper();

    /** Most values of a range with steps that become an ordinal parameter; a finer one counts as without steps. */
    int MAX_STEPS = 1000;

    /** Returns the value of a parameter, given as Optuna stores it. */
    Object value(double stored);

    /** Returns the smallest distribution that holds this one and another of the same parameter. */
    Distribution with(Distribution other, String name);

    /** Returns the parameter, without a condition. */
    Parameter parameter(String name);

    /**
     * Numbers from low to high.
     *
     * @param step distance between values; 0 for none
     */
    record Numbers(boolean whole, BigDecimal low, BigDecimal high, BigDecimal step, boolean log)
            implements Distribution {
        @Override
        public Object value(double stored) {
            if (whole) {
                return Math.round(stored);
            }
            if (!isStepped()) {
                return stored;
            }
            BigDecimal steps = BigDecimal.valueOf(Math.round((stored - low.doubleValue()) / step.doubleValue()));
            return low.add(steps.multiply(step)).doubleValue();
        }

        /** Whether only some numbers of the range are possible, few enough to list them. */
        private boolean isStepped() {
            BigDecimal usual = whole ? BigDecimal.ONE : BigDecimal.ZERO;
            return step.compareTo(usual) > 0 && steps() <= MAX_STEPS;
        }

        private double steps() {
            return (high.doubleValue() - low.doubleValue()) / step.doubleValue();
        }

        @Override
        public Distribution with(Distribution other, String name) {
            if (!(other instanceof Numbers numbers) || numbers.whole != whole) {
                throw changing(name);
            }
            boolean sameGrid = numbers.step.compareTo(step) == 0
                    && step.signum() > 0
                    && numbers.low.subtract(low).remainder(step).signum() == 0;
            return new Numbers(
                    whole,
                    low.min(numbers.low),
                    high.max(numbers.high),
                    sameGrid ? step : whole ? BigDecimal.ONE : BigDecimal.ZERO,
                    log && numbers.log);
        }

        @Override
        public Parameter parameter(String name) {
            if (isStepped() || low.compareTo(high) == 0) {
                List<Object> values = new ArrayList<>();
                for (BigDecimal value = low; value.compareTo(high) <= 0 && values.size() <= MAX_STEPS; ) {
                    values.add(whole ? (Object) value.longValueExact() : (Object) value.doubleValue());
                    value = value.add(step.signum() > 0 ? step : BigDecimal.ONE);
                }
                return new OrdinalParameter(name, values, Optional.empty());
            }
            Scale scale = log ? Scale.LOG : Scale.LINEAR;
            return whole
                    ? new IntegerParameter(name, low.longValueExact(), high.longValueExact(), scale, Optional.empty())
                    : new ContinuousParameter(name, low.doubleValue(), high.doubleValue(), scale, Optional.empty());
        }
    }

    /** One of several values without an order. Optuna stores the index. */
    record Choices(List<Object> choices) implements Distribution {
        @Override
        public Object value(double stored) {
            return choices.get((int) stored);
        }

        @Override
        public Distribution with(Distribution other, String name) {
            if (!equals(other)) {
                throw changing(name);
            }
            return this;
        }

        @Override
        public Parameter parameter(String name) {
            return new CategoricalParameter(name, choices, Optional.empty());
        }
    }

    private static DatabaseException changing(String name) {
        return new DatabaseException("parameter " + name + " changes its type or its choices between trials");
    }

    /**
     * Reads the JSON of Optuna 3 and newer.
     *
     * @throws DatabaseException if it is something else
     */
    static Distribution of(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            JsonNode attributes = tree.path("attributes");
            return switch (tree.path("name").asText()) {
                case "FloatDistribution" -> numbers(false, attributes);
                case "IntDistribution" -> numbers(true, attributes);
                case "CategoricalDistribution" -> choices(attributes.path("choices"));
                default -> throw unknown(json, null);
            };
        } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
            throw unknown(json, e);
        }
    }

    private static Distribution numbers(boolean whole, JsonNode attributes) {
        BigDecimal step = attributes.path("step").isNumber() ? decimal(attributes.path("step")) : BigDecimal.ZERO;
        return new Numbers(
                whole,
                decimal(attributes.path("low")),
                decimal(attributes.path("high")),
                step,
                attributes.path("log").asBoolean());
    }

    private static BigDecimal decimal(JsonNode number) {
        return new BigDecimal(number.asText()); // fails for NaN and text
    }

    private static Distribution choices(JsonNode choices) {
        List<Object> values = new ArrayList<>();
        for (JsonNode choice : choices) {
            if (choice.isBoolean()) {
                values.add(choice.booleanValue());
            } else if (choice.isIntegralNumber()) {
                values.add(choice.longValue());
            } else if (choice.isNumber()) {
                values.add(choice.doubleValue());
            } else {
                values.add(choice.isNull() ? "None" : choice.isTextual() ? choice.textValue() : choice.toString());
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no choices");
        }
        return new Choices(List.copyOf(values));
    }

    private static DatabaseException unknown(String json, Exception cause) {
        String start = json.substring(0, Math.min(json.length(), 200));
        return new DatabaseException("a distribution is none of Optuna 3 or newer: " + start, cause);
    }
}
