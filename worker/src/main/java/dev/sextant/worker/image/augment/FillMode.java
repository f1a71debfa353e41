package dev.sextant.worker.image.augment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Fill of the area outside an image. */
public enum FillMode {
    /** The nearest pixel of its edge. */
    NEAREST,
    /** Its mirror image: {@code c b a | a b c | c b a}. */
    REFLECT,
    /** Medium gray. */
    CONSTANT;

    /** Names in study files. */
    static final List<String> WORDS =
            Arrays.stream(values()).map(FillMode::word).toList();

    static FillMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the index of the pixel that fills a position along one axis.
     *
     * @param position inside or outside of the image
     * @param length pixels along the axis
     * @return 0 to {@code length - 1}; -1 for the constant
     */
    int pixel(int position, int length) {
        if (position >= 0 && position < length) {
            return position;
        }
        return switch (this) {
            case NEAREST -> Math.max(0, Math.min(length - 1, position));
            case REFLECT -> {
                int folded = Math.floorMod(position, 2 * length);
                yield folded < length ? folded : 2 * length - 1 - folded;
            }
            case CONSTANT -> -1;
        };
    }
}
