package dev.sextant.common.study;

/** Makes text from outside storable: PostgreSQL accepts neither NUL nor half of a surrogate pair. */
public final class StorableText {
    private static final int REPLACEMENT = 0xFFFD;

    private StorableText() {}

    /** Returns whether a text can be stored as it is. */
    public static boolean isStorable(String text) {
        return text.codePoints().allMatch(StorableText::isStorable);
    }

    /** Returns the text with U+FFFD in place of each character that cannot be stored. */
    public static String of(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> storable.appendCodePoint(isStorable(point) ? point : REPLACEMENT));
        return storable.toString();
    }

    /** A complete surrogate pair is one code point, so a surrogate among code points has lost its partner. */
    private static boolean isStorable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }
}
