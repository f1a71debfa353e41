package dev.sextant.worker.image.read;

import java.util.Locale;

/** How many colour channels images are decoded to. */
public enum Channels {
    /** Grey when every image is grey, else colour. */
    AUTO,
    /** One. */
    GREY,
    /** Three: red, green, blue. */
    COLOUR;

    /** The channels that a network takes. */
    public static Channels of(int count) {
        return count == 1 ? GREY : COLOUR;
    }

    public static Channels of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As in a study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
