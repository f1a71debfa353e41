package dev.sextant.common.run;

import java.io.Serializable;

/**
 * A stretch of a run's log. Of a long log only the first {@link #FIRST} and the last {@link #LAST} characters are kept; a
 * gap between two parts is what was left out.
 *
 * @param from number of characters of the log before this part
 * @param text the characters, as they were written
 */
public record LogPart(long from, String text) implements Serializable {
    /** Characters kept from the beginning of a log. */
    public static final int FIRST = 16 << 10;

    /** Characters kept from its end. */
    public static final int LAST = 48 << 10;

    /** Returns the number of characters of the log up to the end of this part. */
    public long to() {
        return from + text.length();
    }
}
