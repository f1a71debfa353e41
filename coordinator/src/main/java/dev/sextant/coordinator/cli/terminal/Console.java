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
 * What a command is connected to.
 *
 * @param out for what was asked
 * @param err for everything else
 * @param in asked only when there is a terminal
 * @param terminal whether a person sits at both ends: only then colours, prompts and lines that change
 */
public record Console(
        PrintWriter out, PrintWriter err, BufferedReader in, Map<String, String> environment, boolean terminal) {

    /** This process's streams and environment. */
    // Spark 3.5 needs Java 17, where the system's console is null without a terminal; newer ones say isTerminal.
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

    /** Sextant's own folder. */
    public Home home() {
        return Home.in(environment);
    }

    /** Whether text may be coloured: on a terminal that can, unless NO_COLOR is set. */
    public boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /**
     * Asks the person at the terminal.
     *
     * @return the answer; empty without a terminal, where nothing is asked
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
