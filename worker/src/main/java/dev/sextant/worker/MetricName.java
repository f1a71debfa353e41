package dev.sextant.worker;

import dev.sextant.common.study.StorableText;

/** Check of the names that a trainer gives its metrics, which are keys in the database. */
final class MetricName {
    /** Most characters of a name. */
    static final int MAX_LENGTH = 200;

    private static final int MAX_SHOWN = 40;

    private MetricName() {}

    /**
     * Checks a name.
     *
     * @throws RunFailure if it cannot be stored
     */
    static void check(String name) throws RunFailure {
        if (name.isBlank()) {
            throw RunFailure.trainerError("Metric (" + shortened(name) + ") has a blank name; give it one");
        }
        if (name.length() > MAX_LENGTH) {
            throw RunFailure.trainerError("Metric (" + shortened(name) + ") has a name of " + name.length()
                    + " characters; use at most " + MAX_LENGTH);
        }
        if (!StorableText.isStorable(name)) {
            throw RunFailure.trainerError("Metric (" + shortened(name)
                    + ") has a character in its name that cannot be stored: NUL, or half of a "
                    + "surrogate pair; remove it");
        }
    }

    private static String shortened(String name) {
        return StorableText.of(name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...");
    }
}
