package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.HadoopCheckpointFiles;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.dump.CheckpointFiles;
import dev.sextant.sql.dump.Manifest;
import dev.sextant.sql.dump.StudyDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant db dump}. */
@Command(
        name = "dump",
        description = {
            "Write studies to a file, as a backup or to move them to another database.",
            "",
            "The rows come from one snapshot. Studies may be running meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  sextant db dump backup.sextant --checkpoints",
            "  sextant db dump cars.sextant --study cars-resnet18 --checkpoints"
        })
public final class DbDumpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "File to write.")
    private Path file;

    @Option(
            names = "--study",
            paramLabel = "NAME",
            description = "Study to dump. Can be given several times. Default: all studies.")
    private Set<String> studies = new LinkedHashSet<>();

    @Option(
            names = "--checkpoints",
            description =
                    "Pack the checkpoint files as well. Without them, a restored study reads them where they are.")
    private boolean checkpoints;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    public DbDumpCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new CommandException(file + " exists. Name another file, or delete it.");
        }
        CheckpointFiles files = new HadoopCheckpointFiles(console.home().folder(), Optional.empty());
        try (DatabaseSession session = database.openAsIs()) {
            Manifest manifest = new StudyDump(
                            session.database(), Optional.of(files).filter(all -> checkpoints))
                    .write(file, studies);
            if (output.isJson()) {
                output.json(DumpText.json(file, manifest));
            } else {
                output.line("Wrote " + DumpText.content(manifest) + " to " + file + " ("
                        + TextFormat.bytes(Files.size(file)) + ")");
                output.next(next(manifest));
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandException("Cannot dump to " + file + ": " + e.getMessage(), e);
        }
    }

    private String next(Manifest manifest) {
        if (manifest.missingCheckpoints() > 0) {
            return TextFormat.count(manifest.missingCheckpoints(), "checkpoint file")
                    + " could not be packed, and trials"
                    + " cannot resume or be evaluated without. `sextant checkpoints verify` names missing files; of a"
                    + " study that runs, dump again.";
        }
        long left = DumpText.rowsOfCheckpoints(manifest);
        return checkpoints || left == 0
                ? "Run `sextant db restore " + file + "` to restore it into another database."
                : "The checkpoint files are not in it. Keep them where they are, or dump with --checkpoints.";
    }
}
