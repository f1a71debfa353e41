package dev.sextant.coordinator.model;

import dev.sextant.worker.image.train.RangeTest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A range of learning rates that is worth searching. */
public record LearningRateRange(double low, double high) {
    /** Width of the range: high / low. */
    private static final double WIDTH = 100;

    /**
     * Derives the range from a test: two decades, from half the rate at which the loss has made half of its decrease. The
     * lower bound is rounded to one digit. In a test the loss falls late, because each rate trains one step only: the best
     * rates of whole trainings were {@code halfway} to ten times that.
     */
    public static LearningRateRange of(RangeTest test) {
        double low = new BigDecimal(test.halfway() / 2)
                .round(new MathContext(1, RoundingMode.HALF_EVEN))
                .doubleValue();
        return new LearningRateRange(
                low, BigDecimal.valueOf(low).multiply(BigDecimal.valueOf(WIDTH)).doubleValue());
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
