package dev.sextant.coordinator.report;

import dev.sextant.common.files.WholeFile;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.coordinator.model.ClassifierFiles;
import dev.sextant.coordinator.model.ModelCheckpoint;
import dev.sextant.coordinator.model.ModelException;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.RowFile;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes a study to a folder: tables, specification, the model of the best trial. Used by one thread. */
public final class StudyExport {
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

    private final StudyQueries reader;
    private final StudyRow study;
    private final String name;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    /** @param folder output folder, created if it does not exist */
    public StudyExport(StudyQueries reader, StudyRow study, Path folder) {
        this.reader = reader;
        this.study = study;
        this.name = study.spec().name();
        this.folder = folder;
    }

    /** Returns the files written so far. */
    public List<Path> files() {
        return List.copyOf(files);
    }

    /** Writes the tables {@code trials}, {@code measurements} and {@code decisions}. */
    public void writeTables(RowFile.Format format) throws IOException {
        List<String> trialColumns = Stream.concat(
                        TRIAL_COLUMNS.stream(),
                        study.spec().space().parameters().stream()
                                .map(Parameter::name)
                                .map(StudyExport::column))
                .toList();
        table("trials", format, trialColumns, rows -> reader.exportTrials(name, trial -> rows.add(row(trial, format))));
        table(
                "measurements",
                format,
                MEASUREMENT_COLUMNS,
                rows -> reader.exportMeasurements(name, one -> rows.add(StudyJson.measurement(one))));
        table(
                "decisions",
                format,
                DECISION_COLUMNS,
                rows -> reader.exportDecisions(name, one -> rows.add(StudyJson.decision(one))));
    }

    private static String column(String parameter) {
        return "params." + parameter;
    }

    /** Returns a row of trials. Each parameter is a column in CSV, the configuration is one object in JSON. */
    private static Map<String, Object> row(TrialSummary trial, RowFile.Format format) {
        Map<String, Object> row = StudyJson.trial(trial);
        if (format == RowFile.Format.CSV) {
            trial.params().forEach((parameter, value) -> row.put(column(parameter), value));
        }
        return row;
    }

    private void table(String table, RowFile.Format format, List<String> columns, Consumer<RowFile> content)
            throws IOException {
        write(folder.resolve(table + "." + format.extension()), file -> {
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                RowFile rows = RowFile.begin(format, writer, columns);
                content.accept(rows);
                rows.end();
            }
        });
    }

    /** Writes {@code study.json}. */
    public void writeSpecification() throws IOException {
        write(folder.resolve("study.json"), file -> Files.writeString(file, SpecJson.write(study.spec()) + "\n"));
    }

    /**
     * Writes the model of the best trial, if there is one.
     *
     * @param home Sextant's folder
     * @return a sentence about what was written
     * @throws ModelException if the complete network cannot be written
     */
    public String writeModel(Path home) throws IOException, InterruptedException {
        Optional<LeaderboardRow> leader = reader.leaderboard(name, 1).stream().findFirst();
        if (leader.isEmpty()) {
            return "No model: no trial has a value yet.";
        }
        LeaderboardRow best = leader.get();
        Optional<ModelCheckpoint> found = ModelCheckpoint.of(reader, study, best.trial(), best.epoch(), home);
        if (found.isEmpty()) {
            return "No model: the best trial (" + best.trial() + ") has no checkpoint.";
        }
        ModelCheckpoint model = found.get();
        Checkpoint checkpoint = model.checkpoint();
        write(folder.resolve(CHECKPOINT), model::fetch);
        write(folder.resolve("best.json"), file -> Files.writeString(file, description(best, checkpoint)));
        int epoch = checkpoint.epoch();
        if (study.spec().trainer().type().equals(TrialModel.TRAINER)) {
            epoch = writeClassifier(TrialModel.settings(study, best.params()));
        }
        return "best-model.ckpt: trial %d after epoch %d%s, %s, SHA-256 %s (verified)"
                .formatted(
                        best.trial(),
                        epoch,
                        model.remark(epoch),
                        TextFormat.bytes(checkpoint.bytes()),
                        checkpoint.sha256());
    }

    /** Returns the epoch whose weights the classifier has. */
    private int writeClassifier(Map<String, Object> settings) throws IOException, InterruptedException {
        Path checkpoint = folder.resolve(CHECKPOINT);
        try (SavedClassifier classifier = TrialModel.open(checkpoint, settings, 1)) {
            files.addAll(ClassifierFiles.write(classifier, folder, "best-model"));
            return classifier.epoch();
        } catch (ModelException e) {
            throw new ModelException(
                    "Wrote the tables and " + checkpoint + ", but not the complete network: " + e.getMessage(), e);
        }
    }

    private String description(LeaderboardRow best, Checkpoint checkpoint) {
        Map<String, Object> text = Json.object(
                "study", name,
                "metric", study.spec().objective().metric(),
                "goal", study.spec().objective().goal().word().toLowerCase(Locale.ROOT),
                "trainer", study.spec().trainer().type(),
                "settings", study.spec().trainer().settings());
        text.putAll(StudyJson.leader(best));
        text.put("checkpoint", StudyJson.checkpoint(checkpoint));
        return Json.text(text) + "\n";
    }

    private void write(Path file, WholeFile.Content<RuntimeException> content) throws IOException {
        WholeFile.write(file, content);
        files.add(file);
    }
}
