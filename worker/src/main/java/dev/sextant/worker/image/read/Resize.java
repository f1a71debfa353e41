package dev.sextant.worker.image.read;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Methods to make an image square. */
public enum Resize {
    /**
     * Scales the shorter side to the size and keeps the middle: shapes stay true, the ends of the longer side are lost.
     */
    CROP,
    /** Scales the longer side to the size and adds gray bars: nothing is lost, but fewer pixels show the image. */
    PAD,
    /** Scales both sides to the size: nothing is lost, shapes change. */
    STRETCH;

    /** Names used in a study file. */
    public static final List<String> WORDS =
            Arrays.stream(values()).map(Resize::word).toList();

    /**
     * Returns the constant that a study file names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Resize of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Returns the name used in a study file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
