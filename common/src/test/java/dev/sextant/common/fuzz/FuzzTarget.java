package dev.sextant.common.fuzz;

import java.nio.file.Path;
import java.util.Set;

/**
 * A parser of bytes that others wrote, for {@link Fuzzing}.
 *
 * @param name name of the target and of the folder of its corpus, {@code src/test/resources/fuzz/NAME}
 * @param fileName name of the file that the parser gets
 * @param refusals types of the exceptions by which the parser refuses a file
 * @param parser the parser
 */
public record FuzzTarget(String name, String fileName, Set<Class<? extends Exception>> refusals, Parser parser) {
    /** A call of a parser. */
    public interface Parser {
        /**
         * Reads a file.
         *
         * @param file the file, alone in its folder, where nothing else may remain
         */
        void parse(Path file) throws Exception;
    }

    public FuzzTarget {
        refusals = Set.copyOf(refusals);
    }

    /**
     * Returns what is wrong with the end of a call: an error, an exception of another type than a refusal's, or one without
     * words. Empty if nothing is.
     */
    String complaint(Throwable thrown) {
        // Of a subclass of a runtime exception, such as NumberFormatException, nobody thought.
        boolean refusal = refusals.stream()
                .anyMatch(type -> RuntimeException.class.isAssignableFrom(type)
                        ? type == thrown.getClass()
                        : type.isInstance(thrown));
        if (!refusal) {
            return "throws " + thrown;
        }
        String message = String.valueOf(thrown.getMessage());
        boolean silent = message.isBlank() || message.endsWith("null");
        return silent ? "throws " + thrown.getClass().getName() + " with the message " + message : "";
    }
}
