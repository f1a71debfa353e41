package dev.sextant.coordinator.text;

/**
 * The number of terminal columns that text occupies: two for wide East Asian characters and emoji, none for combining marks,
 * one for all others. Wide characters are those with the property East_Asian_Width W or F (Unicode Standard Annex #11), by
 * blocks.
 */
public final class DisplayWidth {
    /** First and last code points of wide ranges, in ascending order. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, // Hangul Jamo
        {0x2E80, 0x303E}, // CJK radicals, punctuation
        {0x3041, 0x33FF}, // Hiragana, Katakana, Bopomofo, CJK compatibility
        {0x3400, 0x4DBF}, // CJK extension A
        {0x4E00, 0x9FFF}, // CJK unified ideographs
        {0xA000, 0xA4CF}, // Yi
        {0xA960, 0xA97F}, // Hangul Jamo extended A
        {0xAC00, 0xD7A3}, // Hangul syllables
        {0xF900, 0xFAFF}, // CJK compatibility ideographs
        {0xFE30, 0xFE6F}, // CJK compatibility forms
        {0xFF01, 0xFF60}, // fullwidth forms
        {0xFFE0, 0xFFE6}, // fullwidth signs
        {0x16FE0, 0x18DFF}, // Tangut, Khitan
        {0x1AFF0, 0x1B2FF}, // Kana supplement, Nushu
        {0x1F300, 0x1F64F}, // pictographs, emoticons
        {0x1F680, 0x1F6FF}, // transport
        {0x1F900, 0x1F9FF}, // supplemental pictographs
        {0x1FA70, 0x1FAFF}, // extended pictographs
        {0x20000, 0x3FFFD}, // CJK extensions B and later
    };

    private static final int HANGUL_VOWEL_FIRST = 0x1160;
    private static final int HANGUL_FINAL_LAST = 0x11FF;

    private DisplayWidth() {}

    /** Returns the number of columns of a text. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** Returns the number of columns of a character: 0, 1 or 2. */
    static int of(int codePoint) {
        if (codePoint < 0x300) {
            return codePoint == 0xAD ? 0 : 1;
        }
        return isCombining(codePoint) ? 0 : isWide(codePoint) ? 2 : 1;
    }

    private static boolean isCombining(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || (codePoint >= HANGUL_VOWEL_FIRST && codePoint <= HANGUL_FINAL_LAST);
    }

    private static boolean isWide(int codePoint) {
        for (int[] range : WIDE) {
            if (codePoint <= range[1]) {
                return codePoint >= range[0];
            }
        }
        return false;
    }

    /** Returns the longest prefix of a text that fits into a number of columns. Keeps combining marks with their letter. */
    public static String prefix(String text, int columns) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            width += of(codePoint);
            if (width > columns) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }
}
