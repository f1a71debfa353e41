package dev.sextant.worker.image;

import java.util.Locale;

/** How many colour channels images are decoded to. */
enum Channels {
    /** Grey when every image is grey, else colour. */
    AUTO,
    /** One. */
    GREY,
    /** Three: red, green, blue. */
    COLOUR;

    /** The channels that a network takes. */
    static Channels of(int count) {
        return count == 1 ? GREY : COLOUR;
    }

    static Channels of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As in a study file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
