package dev.sextant.coordinator.cli;

import java.util.Map;

/** Parses command lines without running them. */
public final class CommandLines {
    private CommandLines() {}

    /** Parses a command line. @throws picocli.CommandLine.ParameterException if the program does not take it */
    public static void parse(String... words) {
        Sextant.commandLine(CapturedConsole.withEnvironment(Map.of()).console()).parseArgs(words);
    }
}
