package dev.sextant.common.space;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A parameter that takes a real number in [low, high].
 *
 * @param scale {@link Scale#LINEAR} or {@link Scale#LOG}
 */
public record ContinuousParameter(String name, double low, double high, Scale scale, Optional<Condition> when)
        implements Parameter {

    /** In a narrower range a search would propose the same numbers again and again. */
    private static final double FEWEST_NUMBERS = 1e6;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException when the range is empty, not finite or too narrow for doubles to tell a million
     *     numbers apart, or a log range is not positive
     */
    public ContinuousParameter {
        if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
            throw new IllegalArgumentException(name + ": low (" + low + ") must be below high (" + high + ")");
        }
        if (scale == Scale.POWER_OF_TWO) {
            throw new IllegalArgumentException(name + ": scale power_of_two is for integers");
        }
        if (scale == Scale.LOG && low <= 0) {
            throw new IllegalArgumentException(name + ": low (" + low + ") must be above 0 on a log scale");
        }
        unsearchable(low, high, scale).ifPresent(why -> {
            throw new IllegalArgumentException(name + ": " + why);
        });
    }

    /**
     * Returns why a range that is valid otherwise is too narrow or too wide for doubles, and the remedy; empty when it
     * is neither.
     */
    public static Optional<String> unsearchable(double low, double high, Scale scale) {
        double from = scale == Scale.LOG ? Math.log(low) : low;
        double to = scale == Scale.LOG ? Math.log(high) : high;
        if (Double.isInfinite(to - from)) {
            return Optional.of(
                    "high (" + high + ") minus low (" + low + ") is too large for a double; narrow the range");
        }
        return to - from < FEWEST_NUMBERS * Math.ulp(Math.max(Math.abs(from), Math.abs(to)))
                ? Optional.of("low (" + low + ") and high (" + high
                        + ") are too close together to be searched; widen the range, or fix the value")
                : Optional.empty();
    }

    @Override
    public Object valueAt(double position) {
        Preconditions.position(position);
        // exp(log(x)) is not exactly x, so the ends of the range are returned as they are.
        if (position == 0 || position == 1) {
            return position == 0 ? low : high;
        }
        double value = scale == Scale.LOG
                ? Math.exp(Math.log(low) + position * (Math.log(high) - Math.log(low)))
                : low + position * (high - low);
        return Math.min(high, Math.max(low, value));
    }

    @Override
    public double positionOf(Object value) {
        if (!contains(value)) {
            throw Preconditions.outside(this, value);
        }
        double number = (Double) value;
        double position = scale == Scale.LOG
                ? (Math.log(number) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (number - low) / (high - low);
        return Math.min(1, Math.max(0, position));
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof Double number && number >= low && number <= high;
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.empty();
    }
}
