package dev.sextant.common.space;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A parameter that takes a whole number in [low, high]; on the {@link Scale#POWER_OF_TWO} scale only powers of two.
 *
 * <p>On the linear and power-of-two scales all values have equal shares of the axis. On the log scale the share of a
 * value v is proportional to log((v + ½) / (v − ½)).
 */
public record IntegerParameter(String name, long low, long high, Scale scale, Optional<Condition> when)
        implements Parameter {

    /** The largest magnitude of a bound: doubles represent every whole number up to it exactly. */
    public static final long LARGEST = 1L << 52;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException when low is not below high, a bound is beyond ±2^52, a log range does not start
     *     at 1 or above, or a power-of-two range does not start and end at powers of two
     */
    public IntegerParameter {
        if (low >= high) {
            throw new IllegalArgumentException(name + ": low (" + low + ") must be below high (" + high + ")");
        }
        if (low < -LARGEST || high > LARGEST) {
            throw new IllegalArgumentException(name + ": bounds must lie within ±2^52");
        }
        if (scale == Scale.LOG && low < 1) {
            throw new IllegalArgumentException(name + ": low (" + low + ") must be at least 1 on a log scale");
        }
        if (scale == Scale.POWER_OF_TWO && !(isPowerOfTwo(low) && isPowerOfTwo(high))) {
            throw new IllegalArgumentException(
                    name + ": low (" + low + ") and high (" + high + ") must be powers of two");
        }
    }

    /** Returns whether the number is 1, 2, 4, 8, ... */
    public static boolean isPowerOfTwo(long number) {
        return number > 0 && Long.bitCount(number) == 1;
    }

    @Override
    public Object valueAt(double position) {
        Preconditions.position(position);
        return switch (scale) {
            case LINEAR -> Math.min(high, low + (long) Math.floor(position * (double) (high - low + 1)));
            case LOG -> {
                double bottom = Math.log((double) low - 0.5);
                double top = Math.log((double) high + 0.5);
                long rounded = Math.round(Math.exp(bottom + position * (top - bottom)));
                yield Math.min(high, Math.max(low, rounded));
            }
            case POWER_OF_TWO -> low << Preconditions.piece(position, exponents());
        };
    }

    @Override
    public double positionOf(Object value) {
        if (!contains(value)) {
            throw Preconditions.outside(this, value);
        }
        long number = (Long) value;
        return switch (scale) {
            case LINEAR -> ((double) (number - low) + 0.5) / (double) (high - low + 1);
            case LOG -> {
                double bottom = Math.log((double) low - 0.5);
                double top = Math.log((double) high + 0.5);
                yield (Math.log((double) number) - bottom) / (top - bottom);
            }
            case POWER_OF_TWO ->
                (Long.numberOfTrailingZeros(number) - Long.numberOfTrailingZeros(low) + 0.5) / exponents();
        };
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof Long number
                && number >= low
                && number <= high
                && (scale != Scale.POWER_OF_TWO || isPowerOfTwo(number));
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(scale == Scale.POWER_OF_TWO ? exponents() : high - low + 1);
    }

    private int exponents() {
        return Long.numberOfTrailingZeros(high) - Long.numberOfTrailingZeros(low) + 1;
    }
}
