package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.report.StudyExport;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.RowFile;
import dev.sextant.sql.Database;
import dev.sextant.worker.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant export}. */
@Command(
        name = "export",
        description = {
            "Export a study's tables and its best model to a folder.",
            "",
            "Writes trials, measurements and decisions as tables, the specification (study.json), and the best trial's"
                    + " checkpoint (best-model.ckpt, best.json). For an image classifier also writes the complete network"
                    + " (best-model.zip), a description of its input (best-model.card.json) and its classes (labels.txt)."
                    + " Existing files are replaced."
        },
        footer = {
            "",
            "Examples:",
            "  sextant export cars-resnet18 --to cars",
            "  sextant export cars-resnet18 --to cars --format json"
        })
public final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Output folder. Created if it does not exist.")
    private Path folder;

    @Option(
            names = "--format",
            defaultValue = "csv",
            paramLabel = "FORMAT",
            description = "Format of the tables: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private RowFile.Format format;

    public ExportCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws CheckpointException, InterruptedException {
        try (DatabaseSession session = database.openAsIs()) {
            Database open = session.database();
            StudyExport export = new StudyExport(open.reader(), study.find(open), folder);
            export.writeTables(format);
            export.writeSpecification();
            String model = export.writeModel(console.home().folder());
            print(export.files(), model);
            return ExitCode.DONE;
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw notWritable(e);
        } catch (UncheckedIOException e) {
            throw notWritable(e.getCause());
        }
    }

    private CommandException notWritable(IOException e) {
        return new CommandException(
                "Cannot write to " + folder + " (" + e + "). Free some space, or give another folder.", e);
    }

    private void print(List<Path> files, String model) {
        if (output.isJson()) {
            output.json(Json.object(
                    "study",
                    study.name(),
                    "files",
                    files.stream().map(Path::toString).toList()));
            return;
        }
        files.forEach(file -> output.line("Wrote " + file));
        output.line(model);
        output.next(NextStep.afterExport(study.name()));
    }
}
