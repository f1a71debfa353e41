package dev.sextant.coordinator.cli.study;

import dev.sextant.common.files.RotatedLog;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant delete}. */
@Command(
        name = "delete",
        description = {
            "Delete a study with all its rows, checkpoints and its log on this machine.",
            "",
            "Refused while a coordinator runs the study."
        },
        footer = {"", "Examples:", "  sextant delete cars-resnet18", "  sextant delete cars-resnet18 --yes"})
public final class DeleteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    private boolean yes;

    public DeleteCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() {
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            StudySummary summary =
                    session.database().reader().study(study.name()).orElseThrow();
            StudyCheckpoints checkpoints =
                    StudyCheckpoints.of(row, console.home().folder());
            if (!yes && !confirmed(summary, checkpoints.folder())) {
                console.out().println("Nothing was deleted.");
                return ExitCode.FAILED;
            }
            session.database().studies().delete(row, LocalUser.atHost());
            deleteFiles(checkpoints);
            deleteLog();
            console.out().println("Deleted " + study.name() + " (" + TextFormat.count(summary.trials(), "trial") + ")");
            return ExitCode.DONE;
        }
    }

    private boolean confirmed(StudySummary summary, String checkpoints) {
        return console.ask("Delete %s (%s, %s of device time) and its checkpoints in %s? [y/N]"
                        .formatted(
                                study.name(),
                                TextFormat.count(summary.trials(), "trial"),
                                TextFormat.seconds(summary.deviceSeconds()),
                                checkpoints))
                .orElseThrow(() -> new UsageException("Without a terminal, delete needs --yes"))
                .toLowerCase(Locale.ROOT)
                .startsWith("y");
    }

    private void deleteLog() {
        Path log = console.home().log(study.name());
        try {
            new RotatedLog(log).delete();
        } catch (IOException e) {
            throw new CommandException(
                    "Deleted " + study.name() + ", but not its log (" + e.getMessage() + "). Delete " + log + ".", e);
        }
    }

    private void deleteFiles(StudyCheckpoints checkpoints) {
        try {
            checkpoints.delete();
        } catch (IOException e) {
            throw new CommandException(
                    "Deleted the rows of " + study.name() + ", but not its checkpoints (" + e.getMessage()
                            + "). Delete the folder " + checkpoints.folder() + ".",
                    e);
        }
    }
}
