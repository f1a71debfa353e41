package dev.sextant.worker.image.augment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What lies beside an image. */
public enum FillMode {
    /** The nearest pixel of its edge. */
    NEAREST,
    /** Its mirror image: {@code c b a | a b c | c b a}. */
    REFLECT,
    /** Grey of the middle of the range. */
    CONSTANT;

    static final List<String> WORDS =
            Arrays.stream(values()).map(FillMode::word).toList();

    static FillMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The place in a line that stands for one beside it.
     *
     * @param place anywhere
     * @return 0 to {@code length - 1}; -1 for the constant
     */
    int inside(int place, int length) {
        if (place >= 0 && place < length) {
            return place;
        }
        return switch (this) {
            case NEAREST -> Math.max(0, Math.min(length - 1, place));
            case REFLECT -> {
                int within = Math.floorMod(place, 2 * length);
                yield within < length ? within : 2 * length - 1 - within;
            }
            case CONSTANT -> -1;
        };
    }
}
