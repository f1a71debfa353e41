package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.text.ControlCharacters;
import java.io.IOException;
import java.io.Writer;
import java.util.function.UnaryOperator;

/** Escapes the {@link ControlCharacters} of all text on its way to another writer. */
final class EscapingWriter extends Writer {
    private final Writer target;
    private final UnaryOperator<String> escapes;

    /** @param colors whether sequences of color pass */
    EscapingWriter(Writer target, boolean colors) {
        this.target = target;
        this.escapes = colors ? ControlCharacters::escapedExceptColors : ControlCharacters::escapedExceptLines;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        target.write(escapes.apply(new String(text, offset, length)));
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
