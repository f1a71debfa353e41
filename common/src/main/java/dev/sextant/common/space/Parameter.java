package dev.sextant.common.space;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One searched hyperparameter. Values are {@link Double}, {@link Long}, {@link Boolean} or {@link String}. */
public sealed interface Parameter
        permits ContinuousParameter, IntegerParameter, OrdinalParameter, CategoricalParameter {

    /** Name of the trainer's setting that this parameter sets. */
    String name();

    /** When this parameter plays a part; empty means always. */
    Optional<Condition> when();

    /**
     * The value at a position of this parameter's axis of the unit cube.
     *
     * @param position in [0, 1]; the discrete kinds cut the axis into equally long pieces, one a value
     */
    Object valueAt(double position);

    /**
     * The position of a value on this parameter's axis of the unit cube: the inverse of {@link #valueAt}, the middle of
     * its piece for a discrete value.
     *
     * @throws IllegalArgumentException when {@link #contains} does not hold for the value
     */
    double positionOf(Object value);

    /** Whether the value has this parameter's type and lies within its range. */
    boolean contains(Object value);

    /** How many values there are; empty when they cannot be counted (continuous). */
    OptionalLong cardinality();

    /** The values of a parameter that lists them; none of one that has a range. */
    default List<Object> listed() {
        return List.of();
    }
}
