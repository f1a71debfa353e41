package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.HadoopCheckpointFiles;
import dev.sextant.sql.dump.CheckpointFiles;
import dev.sextant.sql.dump.Manifest;
import dev.sextant.sql.dump.StudyRestore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant db restore}. */
@Command(
        name = "restore",
        description = {
            "Restore studies from a file that `sextant db dump` wrote.",
            "",
            "Restores all studies of the file or none. Refused if the database has a study of the same name.",
            "Restore files from people you trust only: a study can name a program to run."
        },
        footer = {
            "",
            "Examples:",
            "  sextant db restore backup.sextant",
            "  sextant db restore cars.sextant --checkpoints hdfs://node/sextant"
        })
public final class DbRestoreCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "File to restore.")
    private Path file;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = {
                "Folder for the packed checkpoint files (file:, hdfs:, s3a:).",
                "Default: cluster.checkpoints of the study, else checkpoints in $SEXTANT_HOME."
            })
    private String checkpoints;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    public DbRestoreCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        CheckpointFiles files = new HadoopCheckpointFiles(console.home().folder(), Optional.ofNullable(checkpoints));
        try (DatabaseSession session = database.connect()) {
            Manifest manifest = new StudyRestore(session.database(), files).restore(file);
            if (output.isJson()) {
                output.json(DumpText.json(file, manifest));
            } else {
                output.line("Restored " + DumpText.content(manifest) + " from " + file);
                output.next("Run `sextant list` to see the studies, and `sextant resume NAME` to resume one.");
            }
            return ExitCode.DONE;
        } catch (NoSuchFileException e) {
            throw new CommandException("There is no file " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException("Cannot restore " + file + ": " + e.getMessage(), e);
        }
    }
}
