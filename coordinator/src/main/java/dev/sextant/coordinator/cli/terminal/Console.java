package dev.sextant.coordinator.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The streams and environment of a command. Control characters of what is printed are escaped, as much of it comes from
 * others: names of classes, output of programs.
 *
 * @param out results
 * @param err errors, notices and progress
 * @param in answers of the user; read on a terminal only
 * @param environment environment variables
 * @param terminal whether input and output are a terminal; colors, questions and live displays need one
 */
public record Console(
        PrintWriter out, PrintWriter err, BufferedReader in, Map<String, String> environment, boolean terminal) {

    /** Returns the streams and environment of this process. */
    // In Java 17 System.console() is null without a terminal. Newer versions have Console.isTerminal().
    @SuppressWarnings("SystemConsoleNull")
    public static Console ofProcess() {
        boolean terminal = System.console() != null;
        Charset charset = terminal ? System.console().charset() : StandardCharsets.UTF_8;
        return new Console(
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                new BufferedReader(new InputStreamReader(System.in, charset)),
                Map.copyOf(System.getenv()),
                terminal);
    }

    /** Returns the stream of results. */
    @Override
    public PrintWriter out() {
        return escaping(out);
    }

    /** Returns the stream of errors, notices and progress. */
    @Override
    public PrintWriter err() {
        return escaping(err);
    }

    /**
     * Returns the stream of results for displays that move the cursor. Nothing is escaped: they must do that themselves.
     */
    public PrintWriter display() {
        return out;
    }

    /** Returns the stream of progress for displays that move the cursor, see {@link #display}. */
    PrintWriter errorDisplay() {
        return err;
    }

    private PrintWriter escaping(PrintWriter target) {
        return new PrintWriter(new EscapingWriter(target, hasColors()), true);
    }

    /** Returns Sextant's folder on this machine. */
    public Home home() {
        return Home.in(environment);
    }

    /** Returns whether text may be colored: on a terminal that supports it, unless {@code NO_COLOR} is set. */
    public boolean hasColors() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /**
     * Asks the user a question.
     *
     * @return the answer; empty without a terminal, where no question is asked
     */
    public Optional<String> ask(String question) {
        if (!terminal) {
            return Optional.empty();
        }
        out.print(question + " ");
        out.flush();
        try {
            return Optional.ofNullable(in.readLine()).map(String::strip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
