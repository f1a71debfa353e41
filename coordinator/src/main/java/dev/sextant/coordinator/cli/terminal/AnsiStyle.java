package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.text.ControlCharacters;

/** Text styles of a terminal that supports ANSI colors; leaves text unchanged elsewhere. Immutable. */
public final class AnsiStyle {
    private final boolean colors;

    public AnsiStyle(Console console) {
        this.colors = console.hasColors();
    }

    /** The role of a piece of text, which determines its style. */
    public enum Look {
        PLAIN(""),
        HEADING("\u001b[1m"),
        QUIET("\u001b[2m"),
        GOOD("\u001b[32m"),
        BUSY("\u001b[36m"),
        BAD("\u001b[31m"),
        WARNING("\u001b[33m");

        private final String start;

        Look(String start) {
            this.start = start;
        }
    }

    /** Returns the text in a style, with its control characters escaped except line breaks. */
    public String write(String text, Look look) {
        String plain = ControlCharacters.escapedExceptLines(text);
        return !colors || look == Look.PLAIN || plain.isEmpty() ? plain : look.start + plain + "\u001b[0m";
    }

    /** Returns the style of a state of a study, trial or run. */
    public static Look lookOf(Enum<?> state) {
        return switch (state.name()) {
            case "RUNNING", "DISPATCHED" -> Look.BUSY;
            case "COMPLETED", "REACHED" -> Look.GOOD;
            case "FAILED", "LOST" -> Look.BAD;
            case "STOPPED" -> Look.QUIET;
            default -> Look.PLAIN;
        };
    }
}
