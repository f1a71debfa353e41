package dev.sextant.common.text;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Control characters in text of others: names of files and classes, output of programs, error messages. A terminal would
 * obey them, and a line break would end a line of a table. They are shown as {@code \}{@code u001b}, which is also their
 * form in JSON. Thread-safe.
 */
public final class ControlCharacters {
    /** Colors and bold, which move nothing and hide nothing. */
    private static final Pattern COLOR = Pattern.compile("\u001b\\[(?:0|[1-4]|2[1-4]|3[0-79])?m");

    private ControlCharacters() {}

    /** Tells whether a text contains a control character or a line break, such as those of Unicode. */
    public static boolean areIn(String text) {
        return text.chars().anyMatch(ControlCharacters::endsLineOrControls);
    }

    /** Returns a text with all control characters escaped, line breaks included. */
    public static String escaped(String text) {
        return escaped(text, ControlCharacters::isControl);
    }

    /** Returns a text with all control characters escaped, except line breaks (also CR LF) and tabs. */
    public static String escapedExceptLines(String text) {
        return escaped(text, ControlCharacters::isNoLayout);
    }

    /** Returns a text with all control characters escaped, except line breaks, tabs and sequences of color. */
    public static String escapedExceptColors(String text) {
        if (text.indexOf('\u001b') < 0) {
            return escapedExceptLines(text);
        }
        StringBuilder escaped = new StringBuilder();
        Matcher colors = COLOR.matcher(text);
        int end = 0;
        while (colors.find()) {
            escaped.append(escapedExceptLines(text.substring(end, colors.start())))
                    .append(colors.group());
            end = colors.end();
        }
        return escaped.append(escapedExceptLines(text.substring(end))).toString();
    }

    private static String escaped(String text, IntPredicate escapes) {
        if (text.chars().noneMatch(escapes)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!escapes.test(character) || isPartOfLineBreak(text, i, escapes)) {
                escaped.append(character);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            }
        }
        return escaped.toString();
    }

    /** Tells whether a carriage return is the first half of a line break that is kept, as at the end of a row of CSV. */
    private static boolean isPartOfLineBreak(String text, int index, IntPredicate escapes) {
        return text.charAt(index) == '\r' && text.startsWith("\n", index + 1) && !escapes.test('\n');
    }

    private static boolean isNoLayout(int character) {
        return isControl(character) && character != '\n' && character != '\t';
    }

    /** Tells whether a character moves the cursor, ends a line or changes the direction of what follows. */
    private static boolean isControl(int character) {
        boolean changesDirection =
                (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
        return endsLineOrControls(character) || changesDirection;
    }

    private static boolean endsLineOrControls(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }
}
