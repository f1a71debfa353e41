package dev.sextant.coordinator.search.rung;

import dev.sextant.common.text.Plural;
import java.util.Locale;

/** Formats numbers for the reasons of proposals. */
public final class ReasonFormat {
    private ReasonFormat() {}

    /** A number of epochs, e.g. {@code 1 epoch}, {@code 9 epochs}. */
    public static String epochs(int epochs) {
        return count(epochs, "epoch");
    }

    /** A number of things, e.g. {@code 1 trial}, {@code 4 trials}. */
    public static String count(long count, String noun) {
        return Plural.count(count, noun);
    }

    /** The quantile of a normal score, e.g. {@code 4.1 %}: smaller is better. */
    public static String quantile(double normalScore) {
        return percent(RungQuantiles.quantileOf(normalScore));
    }

    /** A share in percent with two digits or so, e.g. {@code 0.20 %}, {@code 4.1 %}, {@code 31 %}. */
    public static String percent(double share) {
        double percent = 100 * share;
        return String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : percent < 10 ? "%.1f %%" : "%.0f %%", percent);
    }

    /** A rank, e.g. {@code 1st}, {@code 12th}, {@code 23rd}. */
    public static String ordinal(int rank) {
        String ending =
                switch (rank % 100) {
                    case 11, 12, 13 -> "th";
                    default ->
                        switch (rank % 10) {
                            case 1 -> "st";
                            case 2 -> "nd";
                            case 3 -> "rd";
                            default -> "th";
                        };
                };
        return rank + ending;
    }
}
