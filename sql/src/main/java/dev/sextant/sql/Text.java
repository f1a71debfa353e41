package dev.sextant.sql;

/** What PostgreSQL can hold of a text that came from outside. */
final class Text {
    private Text() {}

    /** A program's last words may hold NUL, which PostgreSQL's text cannot. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
