package dev.sextant.common.studyfile;

/**
 * A problem in a study file, or a warning about it.
 *
 * @param line line number, from 1
 * @param column column number, from 1
 * @param property path of the key, such as {@code parameters.learning_rate}; empty for the file as a whole
 * @param message the value, what is wrong with it, and what to do
 */
public record Problem(int line, int column, String property, String message) {
    /** Returns one line such as {@code study.yaml:14: parameters.learning_rate: low (0.1) must be ...}. */
    public String in(String file) {
        return file + ":" + line + ": " + (property.isEmpty() ? "" : property + ": ") + message;
    }
}
