package dev.sextant.coordinator.cli;

import dev.sextant.coordinator.cli.image.BackbonesCommand;
import dev.sextant.coordinator.cli.image.CleanCommand;
import dev.sextant.coordinator.cli.image.EnsembleCommand;
import dev.sextant.coordinator.cli.image.EvaluateCommand;
import dev.sextant.coordinator.cli.image.LrFindCommand;
import dev.sextant.coordinator.cli.image.PredictCommand;
import dev.sextant.coordinator.cli.image.RefitCommand;
import dev.sextant.coordinator.cli.study.BestCommand;
import dev.sextant.coordinator.cli.study.DbCommand;
import dev.sextant.coordinator.cli.study.DeleteCommand;
import dev.sextant.coordinator.cli.study.DemoCommand;
import dev.sextant.coordinator.cli.study.ExportCommand;
import dev.sextant.coordinator.cli.study.ImportanceCommand;
import dev.sextant.coordinator.cli.study.ListCommand;
import dev.sextant.coordinator.cli.study.ResumeCommand;
import dev.sextant.coordinator.cli.study.ShowCommand;
import dev.sextant.coordinator.cli.study.StatusCommand;
import dev.sextant.coordinator.cli.study.StopCommand;
import dev.sextant.coordinator.cli.study.SweepCommand;
import dev.sextant.coordinator.cli.study.TrialsCommand;
import dev.sextant.coordinator.cli.study.ValidateCommand;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
        int code = commandLine(console, arguments).execute(arguments);
        console.out().flush();
        console.err().flush();
        return code;
    }

    /** All commands, in the order in which help shows them. */
    private static Map<String, Supplier<CommandLine>> commands(Console console) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new CommandLine(new DemoCommand(console)));
        commands.put("sweep", () -> new CommandLine(new SweepCommand(console)));
        commands.put("resume", () -> new CommandLine(new ResumeCommand(console)));
        commands.put("stop", () -> new CommandLine(new StopCommand(console)));
        commands.put("list", () -> new CommandLine(new ListCommand(console)));
        commands.put("status", () -> new CommandLine(new StatusCommand(console)));
        commands.put("trials", () -> new CommandLine(new TrialsCommand(console)));
        commands.put("show", () -> new CommandLine(new ShowCommand(console)));
        commands.put("best", () -> new CommandLine(new BestCommand(console)));
        commands.put("importance", () -> new CommandLine(new ImportanceCommand(console)));
        commands.put("validate", () -> new CommandLine(new ValidateCommand(console)));
        commands.put("lr-find", () -> new CommandLine(new LrFindCommand(console)));
        commands.put("evaluate", () -> new CommandLine(new EvaluateCommand(console)));
        commands.put("predict", () -> new CommandLine(new PredictCommand(console)));
        commands.put("clean", () -> new CommandLine(new CleanCommand(console)));
        commands.put("ensemble", () -> new CommandLine(new EnsembleCommand(console)));
        commands.put("refit", () -> new CommandLine(new RefitCommand(console)));
        commands.put("export", () -> new CommandLine(new ExportCommand(console)));
        commands.put("delete", () -> new CommandLine(new DeleteCommand(console)));
        commands.put("backbones", () -> new CommandLine(new BackbonesCommand())
                .addSubcommand(new BackbonesCommand.Show(console))
                .addSubcommand(new BackbonesCommand.Add(console)));
        commands.put("db", () -> new CommandLine(new DbCommand())
                .addSubcommand(new DbCommand.Start(console))
                .addSubcommand(new DbCommand.Status(console))
                .addSubcommand(new DbCommand.Migrate(console))
                .addSubcommand(new DbCommand.Roles(console)));
        return commands;
    }

    /** @param arguments decide which commands are built: to build all takes longer than most questions to answer */
    static CommandLine commandLine(Console console, String... arguments) {
        Sextant root = new Sextant();
        CommandLine commandLine = new CommandLine(root);
        Map<String, Supplier<CommandLine>> commands = commands(console);
        String first = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(first)) {
            commandLine.addSubcommand(first, commands.get(first).get());
        } else {
            // Help, a mistake, or an option before the command: all of them may be shown.
            commands.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        }
        CommandErrors failures = new CommandErrors(console, root);
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
