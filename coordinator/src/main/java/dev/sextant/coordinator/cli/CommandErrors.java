package dev.sextant.coordinator.cli;

import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.UsageException;
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

/** Turns what commands throw into a message for a person and an exit code. */
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
            say("interrupted");
            return ExitCode.INTERRUPTED;
        }
        if (isExpected(thrown)) {
            say(thrown.getMessage());
        } else {
            say("unexpected " + describe(thrown) + whereTheTraceIs(thrown));
        }
        if (root.isVerbose()) {
            thrown.printStackTrace(console.err());
        }
        console.err().flush();
        return exitCode(thrown);
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] arguments) {
        say(thrown instanceof UnmatchedArgumentException unmatched ? explain(unmatched) : thrown.getMessage());
        console.err()
                .println("`" + thrown.getCommandLine().getCommandSpec().qualifiedName()
                        + " --help` shows what can be given");
        console.err().flush();
        return ExitCode.USAGE;
    }

    private static String explain(UnmatchedArgumentException thrown) {
        CommandSpec command = thrown.getCommandLine().getCommandSpec();
        String word = thrown.getUnmatched().get(0);
        if (word.startsWith("-")) {
            return "There is no option " + word
                    + Suggestion.nearest(word, command.optionsMap().keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("");
        }
        if (command.subcommands().isEmpty()) {
            return "Nothing is known to do with " + word;
        }
        return "There is no command " + word
                + Suggestion.ending(word, command.subcommands().keySet());
    }

    private static int exitCode(Exception thrown) {
        if (thrown instanceof StudyLockedException) {
            return ExitCode.LOCKED;
        }
        return thrown instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    /** Whether the message was written for a person. */
    private static boolean isExpected(Exception thrown) {
        return thrown instanceof UsageException
                || thrown instanceof CommandException
                || thrown instanceof StudyException
                || thrown instanceof ClusterException
                || thrown instanceof DatabaseException
                || thrown instanceof CheckpointException;
    }

    private void say(String message) {
        console.err().println("sextant: " + message);
        console.err().flush();
    }

    private static String describe(Exception thrown) {
        String message = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        return thrown.getClass().getSimpleName() + ": " + message;
    }

    /** The launcher names a folder for logs; without one there is no file to point at. */
    private String whereTheTraceIs(Exception thrown) {
        if (root.isVerbose()) {
            return "";
        }
        String folder = System.getProperty("sextant.log.dir", "");
        if (folder.isEmpty()) {
            return "; run it again with --verbose for the stack trace";
        }
        // Below the level that goes to the terminal: the line above is enough there.
        log.info("The command ended with an unexpected error", thrown);
        return "; the stack trace is in " + Path.of(folder, "sextant.log");
    }
}
