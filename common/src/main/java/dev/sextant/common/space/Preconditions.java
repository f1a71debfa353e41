package dev.sextant.common.space;

import java.util.HashSet;
import java.util.List;

/** Checks and calculations that the kinds of parameters share. */
final class Preconditions {
    private Preconditions() {}

    static double position(double position) {
        if (!(position >= 0 && position <= 1)) {
            throw new IllegalArgumentException("Cannot map position " + position + ", must be in [0, 1]");
        }
        return position;
    }

    static IllegalArgumentException outside(Parameter parameter, Object value) {
        return new IllegalArgumentException("Value " + value + " is not one of parameter " + parameter.name());
    }

    /** Returns the index of the piece that contains a position when the unit interval is divided into equal pieces. */
    static int piece(double position, int pieces) {
        return (int) Math.min(pieces - 1L, (long) Math.floor(position(position) * pieces));
    }

    static List<Object> distinctValues(String name, List<Object> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + ": needs at least one value");
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException(name + ": a value appears twice in " + values);
        }
        values.forEach(value -> typed(name, value));
        return List.copyOf(values);
    }

    /** Returns the value, after a check that it has one of the four types of parameter values. */
    static Object typed(String name, Object value) {
        if (value instanceof Double || value instanceof Long || value instanceof Boolean || value instanceof String) {
            return value;
        }
        throw new IllegalArgumentException(name + ": " + value + " is of type "
                + value.getClass().getSimpleName() + ", must be Double, Long, Boolean or String");
    }
}
