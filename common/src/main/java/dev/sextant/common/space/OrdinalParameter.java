package dev.sextant.common.space;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A parameter that takes one of several values with an order, listed lowest first. */
public record OrdinalParameter(String name, List<Object> values, Optional<Condition> when) implements Parameter {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when there are none, one appears twice, or one has an unknown type
     */
    public OrdinalParameter {
        values = Preconditions.distinctValues(name, values);
    }

    @Override
    public Object valueAt(double position) {
        return values.get(Preconditions.piece(position, values.size()));
    }

    @Override
    public double positionOf(Object value) {
        int index = values.indexOf(value);
        if (index < 0) {
            throw Preconditions.outside(this, value);
        }
        return (index + 0.5) / values.size();
    }

    @Override
    public boolean contains(Object value) {
        return values.contains(value);
    }

    @Override
    public List<Object> listed() {
        return values;
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(values.size());
    }
}
