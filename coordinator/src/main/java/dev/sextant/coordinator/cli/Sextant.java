package dev.sextant.coordinator.cli;

import dev.sextant.coordinator.cli.image.BackbonesCommand;
import dev.sextant.coordinator.cli.image.BackbonesShowCommand;
import dev.sextant.coordinator.cli.image.CleanCommand;
import dev.sextant.coordinator.cli.image.EnsembleCommand;
import dev.sextant.coordinator.cli.image.EvaluateCommand;
import dev.sextant.coordinator.cli.image.LrFindCommand;
import dev.sextant.coordinator.cli.image.PredictCommand;
import dev.sextant.coordinator.cli.image.RefitCommand;
import dev.sextant.coordinator.cli.study.BestCommand;
import dev.sextant.coordinator.cli.study.CheckpointsCommand;
import dev.sextant.coordinator.cli.study.DashboardCommand;
import dev.sextant.coordinator.cli.study.DbCommand;
import dev.sextant.coordinator.cli.study.DbDumpCommand;
import dev.sextant.coordinator.cli.study.DbRestoreCommand;
import dev.sextant.coordinator.cli.study.DeleteCommand;
import dev.sextant.coordinator.cli.study.DemoCommand;
import dev.sextant.coordinator.cli.study.DoctorCommand;
import dev.sextant.coordinator.cli.study.ExportCommand;
import dev.sextant.coordinator.cli.study.ImportCommand;
import dev.sextant.coordinator.cli.study.ImportanceCommand;
import dev.sextant.coordinator.cli.study.InitCommand;
import dev.sextant.coordinator.cli.study.ListCommand;
import dev.sextant.coordinator.cli.study.LogsCommand;
import dev.sextant.coordinator.cli.study.NextCommand;
import dev.sextant.coordinator.cli.study.NoteCommand;
import dev.sextant.coordinator.cli.study.ReportCommand;
import dev.sextant.coordinator.cli.study.ResumeCommand;
import dev.sextant.coordinator.cli.study.ShowCommand;
import dev.sextant.coordinator.cli.study.StatusCommand;
import dev.sextant.coordinator.cli.study.StopCommand;
import dev.sextant.coordinator.cli.study.SweepCommand;
import dev.sextant.coordinator.cli.study.TagCommand;
import dev.sextant.coordinator.cli.study.TrialsCommand;
import dev.sextant.coordinator.cli.study.TryCommand;
import dev.sextant.coordinator.cli.study.ValidateCommand;
import dev.sextant.coordinator.cli.terminal.BuildVersion;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.spark.SerialFilter;
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

/**
 * The program: {@code sextant COMMAND ...}, started from a shell or by spark-submit.
 *
 * <p>The class of a command is its name followed by {@code Command}, e.g. {@code lr-find} is {@link LrFindCommand}.
 */
@Command(
        name = "sextant",
        description = "Finds good hyperparameters for deep-learning models on Apache Spark.",
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:success",
            "  1:failure",
            "  2:invalid command line or study file",
            "  3:the study failed",
            "  4:another coordinator runs the study",
            "130:interrupted"
        },
        footer = {
            "",
            "Examples:",
            "  sextant demo                  run a small sweep on this machine",
            "  sextant init photographs      write a study file for a folder of images",
            "  sextant sweep study.yaml      run a study",
            "  sextant status cars-resnet18  show its progress",
            "",
            "See `sextant COMMAND --help` for the options of a command."
        })
public final class Sextant implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of Sextant and Java.")
    @SuppressWarnings("unused") // read by picocli
    private boolean version;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean verbose;

    private Sextant() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        SerialFilter.install();
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs a command and returns its {@link ExitCode}. */
    public static int run(Console console, String... arguments) {
        int code = commandLine(console, arguments).execute(arguments);
        console.out().flush();
        console.err().flush();
        return code;
    }

    /** All commands, in the order of the help text. */
    private static Map<String, Supplier<CommandLine>> commands(Console console) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new CommandLine(new DemoCommand(console)));
        commands.put("init", () -> new CommandLine(new InitCommand(console)));
        commands.put("sweep", () -> new CommandLine(new SweepCommand(console)));
        commands.put("resume", () -> new CommandLine(new ResumeCommand(console)));
        commands.put("stop", () -> new CommandLine(new StopCommand(console)));
        commands.put("try", () -> new CommandLine(new TryCommand(console)));
        commands.put("note", () -> new CommandLine(new NoteCommand(console)));
        commands.put("tag", () -> new CommandLine(new TagCommand(console)));
        commands.put("list", () -> new CommandLine(new ListCommand(console)));
        commands.put("status", () -> new CommandLine(new StatusCommand(console)));
        commands.put("trials", () -> new CommandLine(new TrialsCommand(console)));
        commands.put("show", () -> new CommandLine(new ShowCommand(console)));
        commands.put("logs", () -> new CommandLine(new LogsCommand(console)));
        commands.put("best", () -> new CommandLine(new BestCommand(console)));
        commands.put("dashboard", () -> new CommandLine(new DashboardCommand(console)));
        commands.put("report", () -> new CommandLine(new ReportCommand(console)));
        commands.put("importance", () -> new CommandLine(new ImportanceCommand(console)));
        commands.put("next", () -> new CommandLine(new NextCommand(console)));
        commands.put("import", () -> new CommandLine(new ImportCommand(console)));
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
                .addSubcommand(new BackbonesShowCommand(console))
                .addSubcommand(new BackbonesCommand.Add(console)));
        commands.put("checkpoints", () -> new CommandLine(new CheckpointsCommand())
                .addSubcommand(new CheckpointsCommand.Show(console))
                .addSubcommand(new CheckpointsCommand.Verify(console))
                .addSubcommand(new CheckpointsCommand.Clean(console)));
        commands.put("doctor", () -> new CommandLine(new DoctorCommand(console)));
        commands.put("db", () -> new CommandLine(new DbCommand())
                .addSubcommand(new DbCommand.Start(console))
                .addSubcommand(new DbCommand.Status(console))
                .addSubcommand(new DbCommand.Migrate(console))
                .addSubcommand(new DbDumpCommand(console))
                .addSubcommand(new DbRestoreCommand(console))
                .addSubcommand(new DbCommand.Roles(console)));
        return commands;
    }

    /**
     * Creates the parser. If the first argument is a command, only that command is created: creating all of them takes
     * longer than most commands run.
     */
    static CommandLine commandLine(Console console, String... arguments) {
        Sextant root = new Sextant();
        CommandLine commandLine = new CommandLine(root);
        Map<String, Supplier<CommandLine>> commands = commands(console);
        String first = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(first)) {
            commandLine.addSubcommand(first, commands.get(first).get());
        } else {
            // Help, an unknown command, or an option before the command: needs all commands.
            commands.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        }
        CommandErrors errors = new CommandErrors(console, root);
        addHeadings(commandLine);
        return commandLine
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.hasColors() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Table.WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    private static void addHeadings(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Sextant::addHeadings);
    }

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
