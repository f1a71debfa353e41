package dev.sextant.coordinator.cli.terminal;

/** Colours text where the terminal takes colours, and leaves it alone elsewhere. */
public final class AnsiStyle {
    private final boolean colours;

    public AnsiStyle(Console console) {
        this.colours = console.colours();
    }

    /** What a piece of text is, and so how it looks. */
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

    /** The text in its look. */
    public String write(String text, Look look) {
        return !colours || look == Look.PLAIN || text.isEmpty() ? text : look.start + text + "\u001b[0m";
    }

    /** How a state of a study, trial or run looks. */
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
