package dev.sextant.common.text;

/** Singular or plural form of nouns, by count: {@code 1 trial}, {@code 2 trials}. For nouns with a regular plural. */
public final class Plural {
    private Plural() {}

    /** Returns the count and the noun: {@code 0 trials}, {@code 1 trial}, {@code 2 trials}. */
    public static String count(long count, String noun) {
        return count + " " + noun(count, noun);
    }

    /** Returns the noun alone, for counts that are formatted elsewhere. */
    public static String noun(long count, String noun) {
        return count == 1 ? noun : noun + "s";
    }

    /** Returns the noun alone for a count that may have a fraction: singular for 1 alone. */
    public static String noun(double count, String noun) {
        return count == 1 ? noun : noun + "s";
    }
}
