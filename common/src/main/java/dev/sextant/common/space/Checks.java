package dev.sextant.common.space;

import java.util.HashSet;
import java.util.List;

/** Preconditions shared by the parameter kinds. */
final class Checks {
    private Checks() {}

    static double position(double position) {
        if (!(position >= 0 && position <= 1)) {
            throw new IllegalArgumentException("Cannot map position " + position + ", must be in [0, 1]");
        }
        return position;
    }

    static IllegalArgumentException outside(Parameter parameter, Object value) {
        return new IllegalArgumentException("Value " + value + " is not one of parameter " + parameter.name());
    }

    /** The index of the piece of the unit interval, cut into {@code pieces}, that holds the position. */
    static int piece(double position, int pieces) {
        return (int) Math.min(pieces - 1L, (long) Math.floor(position(position) * pieces));
    }

    static List<Object> distinctValues(String name, List<Object> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + ": needs at least one value");
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException(name + ": a value stands twice in " + values);
        }
        values.forEach(value -> typed(name, value));
        return List.copyOf(values);
    }

    /** The value itself, if it is of one of the four types that parameters take. */
    static Object typed(String name, Object value) {
        if (value instanceof Double || value instanceof Long || value instanceof Boolean || value instanceof String) {
            return value;
        }
        throw new IllegalArgumentException(name + ": " + value + " is of type "
                + value.getClass().getSimpleName() + ", must be Double, Long, Boolean or String");
    }
}
