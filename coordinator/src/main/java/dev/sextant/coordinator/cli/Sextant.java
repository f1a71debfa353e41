package dev.sextant.coordinator.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: {@code sextant COMMAND ...}, from a shell and from spark-submit. */
@Command(
        name = "sextant",
        description = "Finds good hyperparameters for deep-learning models on a Spark cluster.",
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  sextant demo                  a small sweep on this machine, start to end",
            "  sextant sweep study.yaml      create a study from its file, or continue it, and run it",
            "  sextant status cars-resnet18  where a study stands",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 study failed, 4 run by another coordinator, 130 interrupted."
        })
public final class Sextant implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean verbose;

    private Sextant() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs a command. @return its {@link ExitCode} */
    public static int run(Console console, String... arguments) {
        int code = commandLine(console).execute(arguments);
        console.out().flush();
        console.err().flush();
        return code;
    }

    /** All commands, in the order in which help shows them. */
    private static List<CommandLine> commands(Console console) {
        return List.of(
                new CommandLine(new DemoCommand(console)),
                new CommandLine(new SweepCommand(console)),
                new CommandLine(new ResumeCommand(console)),
                new CommandLine(new StopCommand(console)),
                new CommandLine(new ListCommand(console)),
                new CommandLine(new StatusCommand(console)),
                new CommandLine(new TrialsCommand(console)),
                new CommandLine(new ShowCommand(console)),
                new CommandLine(new BestCommand(console)),
                new CommandLine(new ValidateCommand(console)),
                new CommandLine(new ExportCommand(console)),
                new CommandLine(new DeleteCommand(console)),
                new CommandLine(new DbCommand())
                        .addSubcommand(new DbCommand.Status(console))
                        .addSubcommand(new DbCommand.Migrate(console))
                        .addSubcommand(new DbCommand.Roles(console)));
    }

    static CommandLine commandLine(Console console) {
        Sextant root = new Sextant();
        CommandLine commandLine = new CommandLine(root);
        commands(console).forEach(commandLine::addSubcommand);
        Failures failures = new Failures(console, root);
        return commandLine
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
