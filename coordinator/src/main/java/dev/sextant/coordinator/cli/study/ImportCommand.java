package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.past.CsvTrials;
import dev.sextant.coordinator.past.OptunaTrials;
import dev.sextant.coordinator.past.PastStudy;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.optuna.OptunaDatabase;
import dev.sextant.sql.row.LeaderboardRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant import NAME SOURCE}. */
@Command(
        name = "import",
        description = {
            "Import trials that another program has trained, as a study to learn from.",
            "",
            "Reads a CSV file of past trials, or a database of Optuna: a SQLite file or a PostgreSQL address. The study is"
                    + " complete; name it under search.warm_start of a new study. Imports all trials or none."
        },
        footer = {
            "",
            "Examples:",
            "  sextant import cars-2023 trials.csv --study-file study.yaml",
            "  sextant import cars-optuna optuna.db --study cars --metric accuracy",
            "  sextant import cars-optuna 'postgresql://ada@db/optuna' --study cars"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** As in study files. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the study to create.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "FILE|ADDRESS",
            description = {
                "CSV file, SQLite file, or address of a PostgreSQL database.",
                "Password of the address: $SEXTANT_IMPORT_PASSWORD or ~/.pgpass."
            })
    private String source;

    @Option(
            names = "--study-file",
            paramLabel = "FILE",
            description = "Study file that describes the trials: parameters, objective and fixed settings. Needed for a"
                    + " CSV file. Default for Optuna: the parameters that Optuna stores.")
    private Path studyFile;

    @Option(
            names = "--study",
            paramLabel = "STUDY",
            description = "Study of Optuna. Default: the only one in the database.")
    private String study;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "Name of the objective's metric, for a study of Optuna. Default: as the study file or Optuna"
                    + " names it, else value.")
    private String metric;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    public ImportCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new UsageException("NAME (" + name
                    + ") must consist of a-z, 0-9 and -, at most 63 characters, and not" + " begin with -");
        }
        Optional<StudySpec> like = Optional.ofNullable(studyFile).map(StudyFiles::read);
        ImportSource from = ImportSource.of(source, console.environment());
        PastStudy past = read(from, like);
        try (DatabaseSession session = database.open(PATIENCE)) {
            Database target = session.database();
            target.studies().createImported(past.spec(), past.trials(), from.toString());
            report(from, past, target.reader().leaderboard(name, 1));
        }
        return ExitCode.DONE;
    }

    private PastStudy read(ImportSource from, Optional<StudySpec> like) throws IOException {
        try {
            return from instanceof ImportSource.Csv csv ? csv(csv.file(), like) : optuna(from, like);
        } catch (IllegalArgumentException e) {
            throw new UsageException("Nothing was imported from " + from + ": " + e.getMessage(), e);
        } catch (DatabaseException e) {
            throw new CommandException("Nothing was imported: " + e.getMessage(), e);
        }
    }

    private PastStudy csv(Path file, Optional<StudySpec> like) throws IOException {
        if (study != null || metric != null) {
            throw new UsageException((study != null ? "--study" : "--metric")
                    + " is for a database of Optuna. The study file names the metric of a CSV file.");
        }
        StudySpec spec = like.orElseThrow(() ->
                new UsageException("A CSV file does not say which values its columns may have. Give the study file"
                        + " that describes them: --study-file study.yaml"));
        return CsvTrials.read(file, name, spec);
    }

    private PastStudy optuna(ImportSource from, Optional<StudySpec> like) {
        try (OptunaDatabase optuna = from.optuna()) {
            return OptunaTrials.of(optuna.study(chosen(optuna.studies())), name, like, Optional.ofNullable(metric));
        }
    }

    private String chosen(List<String> studies) {
        if (study != null) {
            return study;
        }
        if (studies.size() != 1) {
            throw new IllegalArgumentException(
                    studies.isEmpty()
                            ? "it has no studies"
                            : "it has several studies. Choose one with --study: " + String.join(", ", studies));
        }
        return studies.get(0);
    }

    private void report(ImportSource from, PastStudy past, List<LeaderboardRow> best) {
        long completed = past.count(TrialState.COMPLETED);
        long stopped = past.count(TrialState.STOPPED);
        long failed = past.count(TrialState.FAILED);
        if (output.isJson()) {
            output.json(Json.object(
                    "study", name,
                    "source", from.toString(),
                    "metric", past.spec().objective().metric(),
                    "goal", past.spec().objective().goal().word(),
                    "trials", past.trials().size(),
                    "completed", completed,
                    "stopped", stopped,
                    "failed", failed,
                    "max_epochs", past.spec().fidelity().maxEpochs(),
                    "notes", past.notes()));
            return;
        }
        output.line("Imported %s as study %s: %d completed, %d stopped early, %d failed."
                .formatted(TextFormat.count(past.trials().size(), "trial"), name, completed, stopped, failed));
        past.notes().forEach(output::line);
        best.forEach(row -> output.line("Best %s: %s, trial %d"
                .formatted(past.spec().objective().metric(), TextFormat.number(row.value()), row.trial())));
        output.line("A study learns from it with search: {warm_start: [%s]} in its file.".formatted(name));
        output.next(NextStep.afterImport(name));
    }
}
