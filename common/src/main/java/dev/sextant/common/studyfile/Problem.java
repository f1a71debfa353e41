package dev.sextant.common.studyfile;

/**
 * Something wrong in a study file.
 *
 * @param line from 1
 * @param column from 1
 * @param property the key, with the keys around it, e.g. {@code parameters.learning_rate}; empty for the file as such
 * @param message the value, what is wrong with it and the remedy
 */
public record Problem(int line, int column, String property, String message) {
    /** One line for a person, e.g. {@code study.yaml:14: parameters.learning_rate: low (0.1) must be ...}. */
    public String in(String file) {
        return file + ":" + line + ": " + (property.isEmpty() ? "" : property + ": ") + message;
    }
}
