package dev.sextant.common.studyfile;

import java.math.BigDecimal;

/** Formats numbers and ranges for messages. */
final class NumberText {
    private NumberText() {}

    /** Returns a short text such as {@code 3}, {@code 0.5} or {@code 1.0E-5}. */
    static String text(double number) {
        double size = Math.abs(number);
        if (number == 0 || (size >= 1e-3 && size < 1e15)) {
            return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        }
        return Double.toString(number);
    }

    /** Returns {@code noun in [low, high]}, or {@code noun of at least low} and so on when an end is infinite. */
    static String range(String noun, double low, double high) {
        boolean bottom = Double.isFinite(low) && low > -Double.MAX_VALUE;
        boolean top = Double.isFinite(high) && high < Double.MAX_VALUE;
        if (bottom && top) {
            return noun + " in [" + text(low) + ", " + text(high) + "]";
        }
        if (bottom) {
            return noun + " of at least " + text(low);
        }
        return top ? noun + " of at most " + text(high) : noun;
    }
}
