package dev.sextant.worker.image.read;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How an image that is not square becomes square. */
public enum Resize {
    /** Shorter side to size, then the middle: shapes stay true, the ends of the longer side are lost. */
    CROP,
    /** Longer side to size, grey bars beside: shapes stay true and nothing is lost, but fewer pixels show it. */
    PAD,
    /** Both sides to size: nothing is lost, shapes change. */
    STRETCH;

    public static final List<String> WORDS =
            Arrays.stream(values()).map(Resize::word).toList();

    public static Resize of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As in a study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
