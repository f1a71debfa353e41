package dev.sextant.worker;

import dev.sextant.common.study.StorableText;

/** What a trainer may call a metric: the name is a key in the database. */
final class MetricName {
    /** Characters of the longest name. */
    static final int LONGEST = 200;

    private static final int SHOWN = 40;

    private MetricName() {}

    /** @throws RunFailure when the name is not fit to be one */
    static void check(String name) throws RunFailure {
        if (name.isBlank()) {
            throw RunFailure.trainerError("Metric (" + shown(name) + ") has a blank name; give it one");
        }
        if (name.length() > LONGEST) {
            throw RunFailure.trainerError("Metric (" + shown(name) + ") has a name of " + name.length()
                    + " characters; give it one of at most " + LONGEST);
        }
        if (!StorableText.isStorable(name)) {
            throw RunFailure.trainerError(
                    "Metric (" + shown(name)
                            + ") has a character in its name that cannot be stored: NUL, or half of a surrogate pair; remove it");
        }
    }

    private static String shown(String name) {
        return StorableText.of(name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...");
    }
}
