package dev.sextant.coordinator.followup;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.coordinator.text.TextFormat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Moves the bounds of a number. A bound is moved outwards by 0.3 of the axis if the optimum lies at it: the model's best value and
 * that of the best trial lie within 0.1 of it, and most of the best trials within 0.25. Otherwise it is moved inwards, to 0.1 of the
 * axis beyond the good range and beyond the best trials. Positions are on the axis of the parameter's scale, from 0 to 1.
 */
final class RangeChange {
    private static final double AT_BOUND = 0.1;
    private static final double NEAR_BOUND = 0.25;
    private static final double OUTWARDS = 0.3;
    private static final double MARGIN = 0.1;

    /** Bounds that would move inwards by less stay. */
    private static final double LEAST_CUT = 0.15;

    /** Digits of a new bound, of its own size on a log scale and of the width of the range otherwise. */
    private static final int DIGITS = 2;

    private final Evidence evidence;
    private final Parameter parameter;
    private final double low;
    private final double high;
    private final Scale scale;
    private final Limits limits;
    private final List<String> reasons = new ArrayList<>();

    private RangeChange(Evidence evidence, Limits limits) {
        this.evidence = evidence;
        this.parameter = evidence.parameter();
        this.limits = limits;
        if (parameter instanceof ContinuousParameter continuous) {
            low = continuous.low();
            high = continuous.high();
            scale = continuous.scale();
        } else {
            IntegerParameter integer = (IntegerParameter) parameter;
            low = integer.low();
            high = integer.high();
            scale = integer.scale();
        }
    }

    /**
     * Bounds that a parameter may have whatever was learned.
     *
     * @param low smallest number that makes sense; empty if nobody declares one
     * @param high largest number that makes sense
     */
    record Limits(OptionalDouble low, OptionalDouble high) {}

    static Change of(Evidence evidence, Limits limits) {
        return new RangeChange(evidence, limits).change();
    }

    private Change change() {
        if (!evidence.isRelevant()) {
            return Change.none(
                    parameter, "Kept: no range of its values is better by more than noise. " + evidence.importance());
        }
        double newLow = lowerBound();
        double newHigh = upperBound();
        if (newLow == low && newHigh == high) {
            return Change.none(
                    parameter,
                    (reasons.isEmpty()
                                    ? "Kept: good values lie in most of the range. "
                                    : String.join(" ", reasons) + " ")
                            + evidence.importance());
        }
        return Change.to(
                with(newLow, newHigh),
                "Was " + number(low) + " to " + number(high) + ". " + String.join(" ", reasons) + " "
                        + evidence.importance());
    }

    private double lowerBound() {
        if (isAtLow(evidence.share().best()) && isAtLow(evidence.best()) && mostTop(true)) {
            double wider = Math.max(rounded(outwards(-OUTWARDS), RoundingMode.FLOOR), least());
            explainBound("low", "lower", wider < low);
            return Math.min(wider, low);
        }
        double inwards = Math.min(position(evidence.share().good().get(0)), lowestTop()) - MARGIN;
        if (inwards < LEAST_CUT) {
            return low;
        }
        double narrower = rounded(numberAt(inwards), RoundingMode.FLOOR);
        if (narrower <= low) {
            return low;
        }
        reasons.add("Values below " + number(narrower) + " were not good.");
        return narrower;
    }

    private double upperBound() {
        List<Object> good = evidence.share().good();
        if (isAtHigh(evidence.share().best()) && isAtHigh(evidence.best()) && mostTop(false)) {
            double wider = Math.min(rounded(outwards(1 + OUTWARDS), RoundingMode.CEILING), most());
            explainBound("high", "upper", wider > high);
            return Math.max(wider, high);
        }
        double inwards = Math.max(position(good.get(good.size() - 1)), highestTop()) + MARGIN;
        if (inwards > 1 - LEAST_CUT) {
            return high;
        }
        double narrower = rounded(numberAt(inwards), RoundingMode.CEILING);
        if (narrower >= high) {
            return high;
        }
        reasons.add("Values above " + number(narrower) + " were not good.");
        return narrower;
    }

    private void explainBound(String bound, String end, boolean widened) {
        reasons.add("The best trial has %s, at the %s end, as have most of the best %d trials: %s."
                .formatted(
                        TextFormat.value(evidence.best()),
                        end,
                        evidence.top().size(),
                        widened ? "widened there" : bound + " cannot be moved further"));
    }

    private double position(Object value) {
        return parameter.positionOf(value);
    }

    private boolean isAtLow(Object value) {
        return position(value) <= AT_BOUND || ((Number) value).doubleValue() == low;
    }

    private boolean isAtHigh(Object value) {
        return position(value) >= 1 - AT_BOUND || ((Number) value).doubleValue() == high;
    }

    private boolean mostTop(boolean atLow) {
        List<Object> top = evidence.top();
        long near = top.stream()
                .filter(value -> atLow
                        ? position(value) <= NEAR_BOUND || isAtLow(value)
                        : position(value) >= 1 - NEAR_BOUND || isAtHigh(value))
                .count();
        return 2 * near > top.size();
    }

    private double lowestTop() {
        return best().mapToDouble(this::position).min().orElse(0);
    }

    private double highestTop() {
        return best().mapToDouble(this::position).max().orElse(1);
    }

    /** The best trial, which the new range must hold, and the two next best. */
    private Stream<Object> best() {
        return Stream.concat(
                Stream.of(evidence.best()), evidence.ranked().stream().limit(3));
    }

    private double numberAt(double position) {
        return ((Number) parameter.valueAt(position)).doubleValue();
    }

    /** Returns the number at a position outside the axis. */
    private double outwards(double position) {
        return switch (scale) {
            case LINEAR -> low + position * (high - low);
            case LOG -> low * Math.pow(high / low, position);
            case POWER_OF_TWO ->
                Math.pow(2, Math.rint(log2(low) + position * (log2(high) - log2(low)) + (position < 0 ? -0.5 : 0.5)));
        };
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }

    private double least() {
        double sign = low >= 0 ? 0 : Double.NEGATIVE_INFINITY;
        double ofScale = parameter instanceof IntegerParameter && scale != Scale.LINEAR ? 1 : sign;
        return Math.max(ofScale, limits.low().orElse(Double.NEGATIVE_INFINITY));
    }

    private double most() {
        boolean isShare = parameter instanceof ContinuousParameter && low >= 0 && high <= 1;
        double usual = isShare ? 1 : high <= 0 ? 0 : IntegerParameter.LARGEST;
        return limits.high().orElse(usual);
    }

    private double rounded(double number, RoundingMode mode) {
        if (scale == Scale.POWER_OF_TWO) {
            return number;
        }
        BigDecimal exact = BigDecimal.valueOf(number);
        BigDecimal rounded;
        if (scale == Scale.LOG) {
            rounded = exact.round(new MathContext(DIGITS, mode));
        } else {
            int magnitude = (int) Math.floor(Math.log10(high - low));
            rounded = exact.setScale(DIGITS - 1 - magnitude, mode);
        }
        return parameter instanceof IntegerParameter ? rounded.setScale(0, mode).doubleValue() : rounded.doubleValue();
    }

    private Parameter with(double newLow, double newHigh) {
        if (parameter instanceof ContinuousParameter) {
            return new ContinuousParameter(parameter.name(), newLow, newHigh, scale, parameter.when());
        }
        // A range needs two numbers.
        double top = newLow < newHigh ? newHigh : scale == Scale.POWER_OF_TWO ? 2 * newLow : newLow + 1;
        boolean fits = top <= Math.max(high, newHigh);
        double bottom = fits ? newLow : scale == Scale.POWER_OF_TWO ? newHigh / 2 : newHigh - 1;
        return new IntegerParameter(
                parameter.name(), (long) bottom, (long) (fits ? top : newHigh), scale, parameter.when());
    }

    private String number(double number) {
        return parameter instanceof IntegerParameter ? Long.toString((long) number) : TextFormat.number(number);
    }
}
