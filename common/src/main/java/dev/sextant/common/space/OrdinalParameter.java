package dev.sextant.common.space;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One of several values that have an order, given lowest first. */
public record OrdinalParameter(String name, List<Object> values, Optional<Condition> when) implements Parameter {

    /** @throws IllegalArgumentException when there are no values, one stands twice or is of an unknown type */
    public OrdinalParameter {
        values = Checks.distinctValues(name, values);
    }

    @Override
    public Object valueAt(double position) {
        return values.get(Checks.piece(position, values.size()));
    }

    @Override
    public double positionOf(Object value) {
        int index = values.indexOf(value);
        if (index < 0) {
            throw Checks.outside(this, value);
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
