package dev.sextant.common.space;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One searched hyperparameter. Values are {@link Double}, {@link Long}, {@link Boolean} or {@link String}. */
public sealed interface Parameter
        permits ContinuousParameter, IntegerParameter, OrdinalParameter, CategoricalParameter {

    /** Name of the trainer's setting that this parameter sets. */
    String name();

    /** The condition under which this parameter is active; empty means always. */
    Optional<Condition> when();

    /**
     * Returns the value at a position on this parameter's axis of the unit cube.
     *
     * @param position in [0, 1]; discrete parameters divide the axis into one piece per value
     */
    Object valueAt(double position);

    /**
     * Returns the position of a value on this parameter's axis of the unit cube: the inverse of {@link #valueAt}. For a
     * discrete value it is the middle of the value's piece.
     *
     * @throws IllegalArgumentException when {@link #contains} does not hold for the value
     */
    double positionOf(Object value);

    /** Returns whether the value has this parameter's type and lies within its range. */
    boolean contains(Object value);

    /** Returns the number of values; empty for a continuous parameter. */
    OptionalLong cardinality();

    /** Returns the values of a parameter that lists them; empty for one with a range. */
    default List<Object> listed() {
        return List.of();
    }
}
