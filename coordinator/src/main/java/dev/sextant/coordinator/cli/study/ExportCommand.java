package dev.sextant.coordinator.cli.study;

import dev.sextant.common.files.WholeFile;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.image.ClassifierFiles;
import dev.sextant.coordinator.cli.image.ModelCheckpoint;
import dev.sextant.coordinator.cli.image.TrialModel;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.RowFile;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
    private static final String CHECKPOINT = "best-model.ckpt";
    private static final List<String> TRIAL_COLUMNS = List.of(
            "trial",
            "state",
            "failure",
            "value",
            "feasible_value",
            "best_epoch",
            "epoch",
            "target_epoch",
            "rung",
            "error",
            "device_seconds",
            "proposed_by",
            "seed",
            "created_at",
            "ended_at");
    private static final List<String> MEASUREMENT_COLUMNS =
            List.of("trial", "epoch", "metric", "value", "seconds", "run", "attempt", "at");
    private static final List<String> DECISION_COLUMNS =
            List.of("decision", "trial", "at", "kind", "proposed_by", "reason", "from_state", "to_state", "details");

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

    private final List<Path> written = new ArrayList<>();

    public ExportCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws CheckpointException, InterruptedException {
        try (DatabaseSession session = database.openExisting()) {
            Database open = session.database();
            StudyRow row = study.find(open);
            tables(open.reader(), row.spec());
            write(folder.resolve("study.json"), file -> Files.writeString(file, SpecJson.write(row.spec()) + "\n"));
            String model = model(open.reader(), row);
            report(model);
            return ExitCode.DONE;
        } catch (IOException e) {
            if (e instanceof CheckpointException told) {
                throw told;
            }
            throw unwritable(e);
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        }
    }

    private CommandException unwritable(IOException e) {
        return new CommandException(
                "Cannot write to " + folder + " (" + e + "). Free some space, or give another folder.", e);
    }

    private void report(String model) {
        if (output.isJson()) {
            output.json(Json.object(
                    "study",
                    study.name(),
                    "files",
                    written.stream().map(Path::toString).toList()));
            return;
        }
        written.forEach(file -> output.line("wrote " + file));
        output.line(model);
    }

    private void tables(StudyQueries reader, StudySpec spec) throws IOException {
        List<String> parameters =
                spec.space().parameters().stream().map(Parameter::name).toList();
        List<String> trialColumns = Stream.concat(
                        TRIAL_COLUMNS.stream(), parameters.stream().map(name -> "params." + name))
                .toList();
        table("trials", trialColumns, rows -> reader.exportTrials(study.name(), trial -> rows.add(trial(trial))));
        table(
                "measurements",
                MEASUREMENT_COLUMNS,
                rows -> reader.exportMeasurements(study.name(), one -> rows.add(StudyJson.measurement(one))));
        table(
                "decisions",
                DECISION_COLUMNS,
                rows -> reader.exportDecisions(study.name(), one -> rows.add(StudyJson.decision(one))));
    }

    /** In a table each parameter is a column; in JSON they stay together. */
    private Map<String, Object> trial(TrialSummary trial) {
        Map<String, Object> row = StudyJson.trial(trial);
        if (format == RowFile.Format.CSV) {
            trial.params().forEach((name, value) -> row.put("params." + name, value));
        }
        return row;
    }

    private void table(String name, List<String> columns, Consumer<RowFile> rows) throws IOException {
        write(folder.resolve(name + "." + format.extension()), file -> {
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                RowFile table = RowFile.begin(format, writer, columns);
                rows.accept(table);
                table.end();
            }
        });
    }

    /** Copies the best trial's model. @return what was done, in words */
    private String model(StudyQueries reader, StudyRow row) throws IOException, InterruptedException {
        Optional<LeaderboardRow> best =
                reader.leaderboard(study.name(), 1).stream().findFirst();
        if (best.isEmpty()) {
            return "No model: no trial has a value yet.";
        }
        Optional<ModelCheckpoint> found = ModelCheckpoint.of(
                reader,
                row,
                best.get().trial(),
                best.get().epoch(),
                console.home().folder());
        if (found.isEmpty()) {
            return "No model: the best trial (" + best.get().trial() + ") has no checkpoint.";
        }
        Checkpoint checkpoint = found.get().checkpoint();
        write(folder.resolve(CHECKPOINT), found.get()::fetch);
        write(folder.resolve("best.json"), file -> Files.writeString(file, description(row, best.get(), checkpoint)));
        if (row.spec().trainer().type().equals(TrialModel.TRAINER)) {
            classifier(TrialModel.settings(row, best.get().params()));
        }
        return "best-model.ckpt: trial %d after %s%s, %s, SHA-256 %s (verified)"
                .formatted(
                        best.get().trial(),
                        TextFormat.count(checkpoint.epoch(), "epoch"),
                        found.get().remark(),
                        TextFormat.bytes(checkpoint.bytes()),
                        checkpoint.sha256());
    }

    /** What a program that knows nothing of Sextant needs: the whole network, what to feed it, and its answers' names. */
    private void classifier(Map<String, Object> settings) throws IOException, InterruptedException {
        Path checkpoint = folder.resolve(CHECKPOINT);
        try (SavedClassifier whole = TrialModel.open(checkpoint, settings, 1)) {
            written.addAll(ClassifierFiles.write(whole, folder, "best-model"));
        } catch (CommandException e) {
            throw new CommandException(
                    "Wrote the tables and " + checkpoint + ", but not the complete network: " + e.getMessage(), e);
        }
    }

    private String description(StudyRow row, LeaderboardRow best, Checkpoint checkpoint) {
        Map<String, Object> text = Json.object(
                "study", study.name(),
                "metric", row.spec().objective().metric(),
                "goal", row.spec().objective().goal().word().toLowerCase(Locale.ROOT),
                "trainer", row.spec().trainer().type(),
                "settings", row.spec().trainer().settings());
        text.putAll(StudyJson.leader(best));
        text.put("checkpoint", StudyJson.checkpoint(checkpoint));
        return Json.text(text) + "\n";
    }

    private void write(Path target, WholeFile.Content<RuntimeException> content) throws IOException {
        WholeFile.write(target, content);
        written.add(target);
    }
}
