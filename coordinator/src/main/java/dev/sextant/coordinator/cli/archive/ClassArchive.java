package dev.sextant.coordinator.cli.archive;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.files.HomeFolder;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.coordinator.cli.Sextant;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Home;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the most frequent commands on a temporary study and discards their output, so that a JVM loads the classes that they
 * need and can list them for a class-data archive; see {@code -XX:DumpLoadedClassList}.
 */
public final class ClassArchive {
    private static final String STUDY = "class-archive";

    private ClassArchive() {}

    /** Exits with {@link ExitCode#FAILED} if a command fails. */
    public static void main(String[] arguments) throws IOException {
        Path home = Files.createTempDirectory("sextant-classes");
        int failed = 0;
        try (EmbeddedServer server = EmbeddedServer.open(new Home(home).postgres())) {
            try (Database database = Database.open(server.address())) {
                write(database);
            }
            Console console = new Console(
                    new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                    new BufferedReader(Reader.nullReader()),
                    Map.of(HomeFolder.VARIABLE, home.toString()),
                    false);
            for (List<String> command : List.of(
                    List.of("list"),
                    List.of("status", STUDY),
                    List.of("status", STUDY, "--json"),
                    List.of("trials", STUDY),
                    List.of("trials", STUDY, "--top", "1", "--state", "running"),
                    List.of("show", STUDY, "1"),
                    List.of("best", STUDY),
                    List.of("best", STUDY, "--yaml"),
                    List.of("stop", STUDY))) {
                failed += Sextant.run(console, command.toArray(String[]::new)) == ExitCode.DONE ? 0 : 1;
            }
        } finally {
            FileTree.delete(home);
        }
        System.exit(failed == 0 ? ExitCode.DONE : ExitCode.FAILED);
    }

    private static void write(Database database) {
        Configuration configuration = Configuration.of(Map.of("learning_rate", 0.01, "layers", 2L));
        StudySpec spec = new StudySpec(
                STUDY,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                new TrainerSpec("curve-table", new TreeMap<>(Map.of("table", "curves.csv", "epoch_seconds", 0.5))),
                new SearchSpace(List.of(
                        new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                        new IntegerParameter("layers", 0, 3, Scale.LINEAR, Optional.empty()))),
                new Fidelity(1, 9, 3),
                new SearchSettings("asha", 7),
                Budget.UNLIMITED,
                List.of(configuration),
                new ClusterSettings(4, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
        try (StudyJournal journal = database.studies().lock(database.studies().createIfAbsent(spec), "class-archive")) {
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.RUNNING, "class-data archive"));
            RunKey run = journal.inTransaction(tx -> tx.startTrial(
                    1, configuration, 7, 9, 0, new Decision(DecisionKind.START, "start_with", "the first", Map.of())));
            journal.useTransaction(tx -> tx.runStarted(new RunReport.Started(run, "localhost", "1", "cpu", "onednn")));
            journal.useTransaction(tx -> tx.record(List.of(
                    new RunReport.EpochDone(run, 1, new TreeMap<>(Map.of("accuracy", 0.5, "loss", 0.7)), 0.5))));
        }
    }
}
