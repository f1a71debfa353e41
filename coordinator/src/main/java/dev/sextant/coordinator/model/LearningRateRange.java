package dev.sextant.coordinator.model;

import dev.sextant.worker.image.train.RangeTest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A range of learning rates that is worth searching. */
public record LearningRateRange(double low, double high) {
    /**
     * Derives the range from a test: from a tenth of the rate of steepest descent to twice the rate of lowest loss.
     * Schedules tolerate that bound, because they reach their highest rate only briefly. Bounds are rounded outwards to
     * one digit.
     */
    public static LearningRateRange of(RangeTest test) {
        double lowest = test.lowest().rate();
        double from = test.steepest().orElse(lowest) / 10;
        return new LearningRateRange(rounded(from, RoundingMode.FLOOR), rounded(2 * lowest, RoundingMode.CEILING));
    }

    private static double rounded(double rate, RoundingMode mode) {
        return new BigDecimal(rate).round(new MathContext(1, mode)).doubleValue();
    }

    /** Returns the parameter as in a study file. */
    public String yaml() {
        return "learning_rate: {type: continuous, low: %s, high: %s, scale: log}".formatted(yaml(low), yaml(high));
    }

    private static String yaml(double number) {
        String text = Double.toString(number).replace('E', 'e');
        return text.contains(".") ? text : text + ".0";
    }
}
