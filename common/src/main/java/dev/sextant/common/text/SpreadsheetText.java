package dev.sextant.common.text;

import java.util.regex.Pattern;

/**
 * Text in cells of CSV files. A spreadsheet runs a cell that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab
 * or a carriage return as a formula, unless an apostrophe precedes it. Numbers stay as they are. Thread-safe.
 */
public final class SpreadsheetText {
    private static final Pattern FORMULA = Pattern.compile("(?s)'*[=+\\-@\t\r].*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private SpreadsheetText() {}

    /** Returns a cell that a spreadsheet shows as this text: with an apostrophe before it if it would be a formula. */
    public static String cell(String text) {
        return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    /** Returns the text of a cell that {@link #cell} returned. */
    public static String text(String cell) {
        return cell.startsWith("'") && cell(cell.substring(1)).equals(cell) ? cell.substring(1) : cell;
    }
}
