package dev.sextant.coordinator.cli;

import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.common.text.ControlCharacters;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.ModelException;
import dev.sextant.coordinator.schedule.ClusterException;
import dev.sextant.coordinator.study.StudyException;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.worker.checkpoint.CheckpointException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions of commands into one-line messages and exit codes. */
final class CommandErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(CommandErrors.class);

    private final Console console;
    private final Sextant root;

    CommandErrors(Console console, Sextant root) {
        this.console = console;
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        if (thrown instanceof InterruptedException) {
            print("Interrupted");
            return ExitCode.INTERRUPTED;
        }
        if (isExpected(thrown)) {
            print(thrown.getMessage());
        } else {
            print("Unexpected error: " + describe(thrown) + stackTraceHint(thrown));
        }
        if (root.isVerbose()) {
            thrown.printStackTrace(console.err());
        }
        console.err().flush();
        return exitCode(thrown);
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] arguments) {
        print(thrown instanceof UnmatchedArgumentException unmatched ? explain(unmatched) : thrown.getMessage());
        console.err().println("See `" + thrown.getCommandLine().getCommandSpec().qualifiedName() + " --help`");
        console.err().flush();
        return ExitCode.USAGE;
    }

    private static String explain(UnmatchedArgumentException thrown) {
        CommandSpec command = thrown.getCommandLine().getCommandSpec();
        String argument = thrown.getUnmatched().get(0);
        if (argument.startsWith("-")) {
            return "Unknown option: " + argument
                    + Suggestion.nearest(argument, command.optionsMap().keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("");
        }
        if (command.subcommands().isEmpty()) {
            return "Unexpected argument: " + argument;
        }
        return "Unknown command: " + argument
                + Suggestion.ending(argument, command.subcommands().keySet());
    }

    private static int exitCode(Exception thrown) {
        if (thrown instanceof StudyLockedException) {
            return ExitCode.LOCKED;
        }
        return thrown instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    /** Returns whether the message is written for the user. */
    private static boolean isExpected(Exception thrown) {
        return thrown instanceof UsageException
                || thrown instanceof CommandException
                || thrown instanceof StudyException
                || thrown instanceof ModelException
                || thrown instanceof ClusterException
                || thrown instanceof DatabaseException
                || thrown instanceof CheckpointException;
    }

    private void print(String message) {
        console.err().println("sextant: " + ControlCharacters.escapedExceptLines(String.valueOf(message)));
        console.err().flush();
    }

    private static String describe(Exception thrown) {
        String message = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        return thrown.getClass().getSimpleName() + ": " + message;
    }

    /** Returns a hint at the stack trace, logging it if there is a log file. Only the launcher sets a folder for log files. */
    private String stackTraceHint(Exception thrown) {
        if (root.isVerbose()) {
            return "";
        }
        String folder = System.getProperty("sextant.log.dir", "");
        if (folder.isEmpty()) {
            return ". Run it again with --verbose for the stack trace.";
        }
        // INFO goes to the log file only. The terminal shows the one-line message.
        log.info("The command ended with an unexpected error", thrown);
        return ". Stack trace: " + Path.of(folder, "sextant.log");
    }
}
