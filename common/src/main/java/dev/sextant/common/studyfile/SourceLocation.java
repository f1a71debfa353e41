package dev.sextant.common.studyfile;

import org.yaml.snakeyaml.error.Mark;

/**
 * A position in the text of a study file.
 *
 * @param line line number, from 1
 * @param column column number, from 1
 */
record SourceLocation(int line, int column) {
    static final SourceLocation START = new SourceLocation(1, 1);

    static SourceLocation of(Mark mark) {
        return new SourceLocation(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
