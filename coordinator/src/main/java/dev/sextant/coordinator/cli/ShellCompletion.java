package dev.sextant.coordinator.cli;

import dev.sextant.coordinator.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/**
 * Writes the script by which bash and zsh complete {@code sextant} commands and options. The build runs it; picocli's own
 * program for this would know no commands, since {@link Sextant} adds them when it starts.
 */
public final class ShellCompletion {
    private ShellCompletion() {}

    /**
     * Writes the completion script.
     *
     * @param arguments the file to write; it is replaced
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, script(Console.ofProcess()));
    }

    static String script(Console console) {
        return AutoComplete.bash("sextant", Sextant.commandLine(console));
    }
}
