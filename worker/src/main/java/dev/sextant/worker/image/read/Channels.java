package dev.sextant.worker.image.read;

import java.util.Locale;

/** Color channels that images are decoded to. */
public enum Channels {
    /** One channel if all images are gray, else three. */
    AUTO("auto"),
    /** One channel. */
    GRAY("grey"),
    /** Three channels: red, green, blue. */
    COLOR("colour");

    private final String word;

    Channels(String word) {
        this.word = word;
    }

    /** Returns the channels for a network that takes {@code count} of them. */
    public static Channels of(int count) {
        return count == 1 ? GRAY : COLOR;
    }

    /**
     * Returns the constant that a study file names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Channels of(String word) {
        for (Channels channels : values()) {
            if (channels.word.equals(word.toLowerCase(Locale.ROOT))) {
                return channels;
            }
        }
        throw new IllegalArgumentException("channels (" + word + ") must be auto, grey or colour");
    }

    /** Returns the name used in a study file. */
    public String word() {
        return word;
    }

    /** Returns {@link #word} in upper case. Names of feature files derive from this text, so it must not change. */
    @Override
    public String toString() {
        return word.toUpperCase(Locale.ROOT);
    }
}
