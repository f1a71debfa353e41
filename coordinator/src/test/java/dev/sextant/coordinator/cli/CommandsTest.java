package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.server.EmbeddedServer;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a shell sees them, on a real PostgreSQL. */
class CommandsTest {
    private static final int TRIALS = 40;
    private static final String ENDED = "cars-resnet18";
    private static final String RUNNING = "flowers";
    private static final String PASSWORD = "planted-hunter2-secret";

    @TempDir
    static Path home;

    private static EmbeddedServer server;
    private static Database database;
    private static StudyJournal running;
    private static Checkpoint model;

    /** Where a command writes what is asked of it here. */
    @TempDir
    Path folder;

    /** What a command said. */
    private record Said(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    @BeforeAll
    static void open() throws Exception {
        server = EmbeddedServer.open(home.resolve("postgres"));
        database = Database.open(server.address());
        try (StudyJournal journal = SampleStudy.lock(database, ENDED)) {
            StudyRow row = database.studies().find(ENDED).orElseThrow();
            Path trained = Files.writeString(home.resolve("trained"), "a trained model");
            model = CheckpointStore.in(StudyCheckpoints.of(row, home).folder())
                    .save(trained, new RunKey(row.id(), SampleStudy.BEST, 1, 1), 9);
            SampleStudy.write(journal, TRIALS, model);
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.COMPLETED, "its budget is spent"));
        }
        running = SampleStudy.lock(database, RUNNING);
        SampleStudy.write(running, 4, model);
        SampleStudy.begin(running, 5);
        database.studies().createIfAbsent(SampleStudy.spec("not-begun"));
    }

    @AfterAll
    static void close() {
        running.close();
        database.close();
        server.close();
    }

    private static Said say(CapturedConsole console, String... arguments) {
        int code = Sextant.run(console.console(), arguments);
        return new Said(code, console.out(), console.err());
    }

    /** Without a terminal, on the embedded server. */
    private static Said run(String... arguments) {
        return say(CapturedConsole.withEnvironment(Map.of("SEXTANT_HOME", home.toString())), arguments);
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s{2,}"));
    }

    @Test
    void listShowsStudiesTheLatestChangeFirst() throws IOException {
        Said text = run("list");
        JsonNode json = run("list", "--json").json();

        assertThat(text.code()).isZero();
        assertThat(json.findValuesAsText("study")).contains("not-begun", RUNNING, ENDED);
        assertThat(json.findValuesAsText("updated_at")).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(text.out().lines().map(CommandsTest::words))
                .contains(List.of("study", "state", "algorithm", "trials", "best", "metric", "device time", "changed"))
                .anySatisfy(row -> assertThat(row).startsWith(ENDED, "COMPLETED", "asha", "40", "0.9027", "accuracy"));
    }

    @Test
    void statusCountsTrialsByStateAndComparesWithTheBudget() throws IOException {
        Said text = run("status", ENDED);
        JsonNode json = run("status", ENDED, "--json").json();

        assertThat(text.out())
                .startsWith(ENDED + "  COMPLETED  asha, maximizes accuracy\n")
                .contains("40 of 200: 4 pending, 26 paused, 2 completed, 4 stopped, 4 failed")
                .contains("accuracy 0.9027 by trial 5 after 9 epochs")
                .contains("48 of 1 500 (3 %)")
                .contains("Run `sextant best " + ENDED + "` to show the best configuration.");
        assertThat(json.get("trials_by_state").get("PAUSED").asInt()).isEqualTo(26);
        assertThat(json.get("best").get("trial").asInt()).isEqualTo(SampleStudy.BEST);
        assertThat(json.get("budget").get("wall_seconds").asDouble()).isEqualTo(7200);
        assertThat(json.get("rungs").findValuesAsText("epochs")).containsExactly("1", "3", "9");
    }

    @Test
    void statusOfARunningStudySaysWhoRunsItAndWhatItsSlotsDo() {
        String text = run("status", RUNNING).out();

        assertThat(text).contains("RUNNING", "run by ada@node-1 (process 4711) since ");
        assertThat(text.lines().filter(line -> line.contains("2 of 9")).map(CommandsTest::words))
                .singleElement()
                .satisfies(slot -> assertThat(slot).startsWith("1", "5", "2 of 9", "node-2", "cpu"));
        assertThat(text.lines().filter(line -> line.contains("free"))).hasSize(3);
    }

    @Test
    void statusWatchesAnEndedStudyOnce() {
        Said said = run("status", ENDED, "--watch");

        assertThat(said.code()).isZero();
        assertThat(said.out().lines()).singleElement().asString().startsWith(ENDED + " COMPLETED: 40 trials (");
    }

    @Test
    void watchAndJsonDoNotGoTogether() {
        assertThat(run("status", ENDED, "--watch", "--json").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void trialsListsTheNewestFirst() throws IOException {
        Said text = run("trials", ENDED, "--limit", "3");

        assertThat(text.out().lines().skip(1).limit(3).map(line -> words(line).get(0)))
                .containsExactly("40", "39", "38");
        assertThat(text.out())
                .endsWith("The newest 3 of 40 trials. Use --limit N to list more, --top N to list the best.\n");
        assertThat(run("trials", ENDED, "--json").json()).hasSize(TRIALS);
    }

    @Test
    void trialsListsTheBestFirstWhenAsked() throws IOException {
        JsonNode top = run("trials", ENDED, "--top", "3", "--json").json();

        assertThat(top.findValuesAsText("trial")).startsWith("5", "1").hasSize(3);
        assertThat(top.get(0).get("params").get("learning_rate").asDouble()).isEqualTo(0.1 / 6);
    }

    @Test
    void trialsOfAStateShowWhyTheyFailed() throws IOException {
        Said text = run("trials", ENDED, "--state", "failed");

        assertThat(text.out().lines().skip(1))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("DIVERGED").endsWith("accuracy is NaN after epoch 1"));
        assertThat(run("trials", ENDED, "--state", "failed,stopped", "--json").json())
                .hasSize(8);
        assertThat(run("trials", ENDED, "--state", "running").out())
                .isEqualTo("None of the 40 trials is running. `sextant status " + ENDED
                        + "` shows the number of trials in each state.\n");
    }

    @Test
    void trialsOfAStudyThatHasNotBegunSayWhatToDo() {
        assertThat(run("trials", "not-begun").out())
                .isEqualTo("not-begun has no trials yet. Run `sextant resume not-begun` to run it.\n");
    }

    @Test
    void showTellsATrialsStory() throws IOException {
        String text = run("show", ENDED, "5").out();
        JsonNode json = run("show", ENDED, "5", "--json").json();

        assertThat(text)
                .contains("cars-resnet18 trial 5  COMPLETED  proposed by asha")
                .contains("0.9027 after 9 epochs", "learning_rate  0.01667", "accuracy by epoch")
                .contains("START by asha: point 5 of the sequence")
                .doesNotContain("spread");
        assertThat(json.get("learning_curve")).hasSize(18);
        assertThat(json.get("runs").get(0).get("host").asText()).isEqualTo("node-2");
        assertThat(json.get("checkpoints").get(0).get("sha256").asText()).isEqualTo(model.sha256());
    }

    @Test
    void showSaysWhatATrialWouldComeTo() throws IOException {
        String text = run("show", ENDED, "2").out();
        JsonNode expected = run("show", ENDED, "2", "--json").json().get("expected");

        assertThat(text.lines().map(CommandsTest::words))
                .filteredOn(line -> line.get(0).equals("by 9 epochs"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.get(1)).matches("0\\.\\d+ expected \\(.* to .* with 90 % probability\\)"));
        assertThat(expected.get("epochs").asInt()).isEqualTo(9);
        assertThat(expected.get("low").asDouble())
                .isBetween(0.1700, expected.get("value").asDouble());
        assertThat(expected.get("high").asDouble())
                .isBetween(expected.get("value").asDouble(), 1.0);
        assertThat(run("show", ENDED, "5").out()).doesNotContain("expect");
        assertThat(run("show", ENDED, "5", "--json").json().get("expected").isNull())
                .isTrue();
    }

    /** One trial of the study is at the top. */
    @Test
    void showSaysWhenTooFewTrialsAreAtTheTopToExpectAnything() throws IOException {
        assertThat(run("show", RUNNING, "5").out().lines().map(CommandsTest::words))
                .contains(List.of("by 9 epochs", "not predictable yet: too few trials have reached 9 epochs (1)"));
        assertThat(run("show", RUNNING, "5", "--json").json().get("expected").isNull())
                .isTrue();
        assertThat(run("trials", RUNNING, "--expected").out())
                .endsWith("\n\nexpected: not predictable yet, too few trials have reached 9 epochs (1)\n");
    }

    @Test
    void trialsSayWhatIsExpectedOfThemWhenAsked() throws IOException {
        String text = run("trials", ENDED, "--limit", "4", "--expected").out();
        JsonNode json =
                run("trials", ENDED, "--limit", "4", "--expected", "--json").json();
        JsonNode shown = run("show", ENDED, "40", "--json").json();

        assertThat(words(text.lines().findFirst().orElseThrow()))
                .containsExactly(
                        "trial", "state", "accuracy", "epochs", "expected", "proposed by", "configuration or error");
        assertThat(words(text.lines().skip(1).findFirst().orElseThrow()).get(4))
                .matches("0\\.\\d+ \\(0\\.\\d+ to [01][.\\d]*\\)");
        assertThat(text)
                .contains(
                        "expected: best accuracy by 9 epochs, with a 90 % interval, for trials not trained that far\n");
        assertThat(json.get(0).get("expected")).isEqualTo(shown.get("expected"));
        assertThat(json.get(3).get("trial").asInt()).isEqualTo(37);
        assertThat(json.get(3).get("expected").isNull()).as("of a failed one").isTrue();
        assertThat(run("trials", ENDED, "--limit", "4", "--json").json().get(0).has("expected"))
                .isFalse();
    }

    @Test
    void showExplainsDecisionsWhenAsked() {
        assertThat(run("show", ENDED, "5", "--why").out().lines().map(String::strip))
                .contains("position  5", "spread    0.25");
    }

    @Test
    void showHasAllTheLastWordsOfATrialThatFailed() {
        String trial = String.valueOf(SampleStudy.DIVERGED);
        String section = "\nerror output\n" + SampleStudy.LAST_WORDS + "\n\ndecisions\n";

        assertThat(run("show", ENDED, trial).out()).contains(section);
        assertThat(run("show", ENDED, trial, "--why").out()).contains(section).doesNotContain("details");
    }

    @Test
    void showNamesTheTrialsThereAre() {
        Said said = run("show", ENDED, "41");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).isEqualTo("sextant: There is no trial 41 in cars-resnet18: it has trials 1 to 40\n");
    }

    @Test
    void bestStandsBesideTheFirstConfigurationToStartWith() throws IOException {
        String text = run("best", ENDED).out();
        JsonNode json = run("best", ENDED, "--json").json();

        assertThat(text)
                .startsWith(
                        """
                        cars-resnet18: best accuracy 0.9027, trial 5 after 9 epochs
                        0.1425 better than the baseline (0.7602, trial 1, the first under start_with)
                        """);
        assertThat(text.lines().map(CommandsTest::words))
                .contains(
                        List.of("parameter", "trial 5", "baseline (trial 1)"),
                        List.of("accuracy", "0.9027", "0.7602"),
                        List.of("learning_rate", "0.01667", "0.001"));
        assertThat(json.get("lift").asDouble())
                .isEqualTo(0.15 * (1 - Math.exp(-3)), org.assertj.core.data.Offset.offset(1e-12));
        assertThat(json.get("start_with").get("trial").asInt()).isEqualTo(1);
    }

    @Test
    void constraintsStandBesideTheBestAndTrialsThatBreakThemAreMarked() throws IOException {
        StudySpec spec = SampleStudy.spec(
                "bounded", List.of(new Objective.Constraint("loss", Objective.Constraint.Side.AT_MOST, 0.2)));
        try (StudyJournal journal = database.studies().lock(database.studies().createIfAbsent(spec), "a test")) {
            SampleStudy.write(journal, 5, model);
        }
        String trials = run("trials", "bounded").out();

        assertThat(run("best", "bounded").out()).contains("after 9 epochs\nloss 0.0973 (at most 0.2)\n");
        JsonNode bound =
                run("best", "bounded", "--json").json().get("constraints").get(0);
        assertThat(bound.get("metric").asText()).isEqualTo("loss");
        assertThat(bound.get("value").asDouble()).isBetween(0.0972, 0.0974);
        assertThat(bound.get("at_most").asDouble()).isEqualTo(0.2);
        assertThat(trials.lines().skip(1).limit(5).map(line -> words(line).get(2)))
                .filteredOn(value -> value.endsWith(" !"))
                .contains("0.7602 !")
                .hasSize(4);
        assertThat(trials).contains("0.9027 ").endsWith("\n\n! violates a constraint after every epoch\n");
        assertThat(run("show", "bounded", "1").out()).contains("but a constraint is violated after every epoch");
        assertThat(run("trials", ENDED).out()).doesNotContain("!");
    }

    @Test
    void bestAsYamlIsATrainerSection() {
        Map<String, Object> yaml =
                new org.yaml.snakeyaml.Yaml().load(run("best", ENDED, "--yaml").out());

        assertThat(yaml).containsOnlyKeys("trainer");
        assertThat(new TreeMap<>((Map<?, ?>) yaml.get("trainer")))
                .isEqualTo(new TreeMap<>(Map.of(
                        "type",
                        "curve-table",
                        "table",
                        "/data/curves.csv",
                        "epoch_seconds",
                        0.5,
                        "learning_rate",
                        0.1 / 6,
                        "layers",
                        1)));
    }

    @Test
    void bestOfNothingSaysWhatToDo() {
        Said said = run("best", "not-begun");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err())
                .contains("No trial of not-begun has a value of accuracy yet", "sextant status not-begun");
    }

    @Test
    void importanceSharesOutWhatTrialsDifferBy() throws IOException {
        String text = run("importance", ENDED).out();
        JsonNode json = run("importance", ENDED, "--json").json();

        assertThat(text.lines().map(CommandsTest::words).findFirst().orElseThrow())
                .containsExactly("parameter", "alone", "with others", "best", "nearly as good");
        assertThat(text).contains("Shares of the variance of the trials' ranks, estimated from ");
        assertThat(json.get("parameters")).hasSize(2);
        for (JsonNode share : json.get("parameters")) {
            assertThat(share.get("alone").asDouble()).isBetween(0.0, 1.0);
            assertThat(share.get("with_others").asDouble())
                    .isGreaterThanOrEqualTo(share.get("alone").asDouble());
        }
    }

    @Test
    void importanceOfNothingSaysWhatToDo() {
        Said said = run("importance", "not-begun");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("Too few trials of not-begun", "sextant status not-begun");
    }

    @Test
    void exportWritesTablesAndTheBestModel() throws IOException {
        Said said = run("export", ENDED, "--to", folder.resolve("out").toString());

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("SHA-256 " + model.sha256() + " (verified)");
        assertThat(names(folder.resolve("out")))
                .containsExactlyInAnyOrder(
                        "trials.csv",
                        "measurements.csv",
                        "decisions.csv",
                        "study.json",
                        "best.json",
                        "best-model.ckpt");
        assertThat(folder.resolve("out/best-model.ckpt")).hasContent("a trained model");
        List<String> trials = Files.readAllLines(folder.resolve("out/trials.csv"));
        assertThat(trials).hasSize(TRIALS + 1);
        assertThat(trials.get(0)).endsWith(",ended_at,params.learning_rate,params.layers");
        assertThat(trials.get(7)).startsWith("7,FAILED,DIVERGED,,,").contains("accuracy is NaN after epoch 1");
        assertThat(Files.readAllLines(folder.resolve("out/measurements.csv"))).hasSize(2 * 48 + 1);
    }

    @Test
    void exportTakesTheLatestModelWhoseFileIsThereAndSaysSo() throws IOException {
        StudyRow row = database.studies().createIfAbsent(SampleStudy.spec("tidied"));
        CheckpointStore store =
                CheckpointStore.in(StudyCheckpoints.of(row, home).folder());
        Path trained = Files.writeString(folder.resolve("trained"), "a later model");
        try (StudyJournal journal = SampleStudy.lock(database, "tidied")) {
            RunKey key = SampleStudy.begin(journal, 1);
            List<RunReport.EpochDone> reports = new ArrayList<>();
            for (int epoch = 2; epoch <= 4; epoch++) {
                reports.add(new RunReport.EpochDone(
                        key, epoch, new TreeMap<>(Map.of("accuracy", 0.01)), 0.5, store.save(trained, key, epoch)));
            }
            journal.useTransaction(tx -> tx.record(reports));
        }
        for (int gone : new int[] {2, 4}) {
            Files.delete(checkpoints(row).resolve("trial-0001/epoch-00%d-run-1-attempt-1.ckpt".formatted(gone)));
        }

        Said said = run("export", "tidied", "--to", folder.resolve("out").toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "best-model.ckpt: trial 1 after 3 epochs (the best epoch was 2, whose checkpoint was not kept), 13 ");
        assertThat(folder.resolve("out/best-model.ckpt")).hasContent("a later model");
    }

    @Test
    void exportAsJsonKeepsConfigurationsTogether() throws IOException {
        run("export", ENDED, "--to", folder.toString(), "--format", "json");

        JsonNode trials =
                new ObjectMapper().readTree(folder.resolve("trials.json").toFile());
        JsonNode decisions =
                new ObjectMapper().readTree(folder.resolve("decisions.json").toFile());
        assertThat(trials).hasSize(TRIALS);
        assertThat(trials.get(0).get("params").get("layers").asLong()).isEqualTo(1);
        assertThat(decisions.findValuesAsText("kind")).contains("START", "END", "FAIL", "STUDY");
    }

    @Test
    void exportRefusesADamagedModelAndLeavesNothingHalfWritten() throws IOException {
        Path file = Path.of(java.net.URI.create(model.uri()));
        String whole = Files.readString(file);
        try {
            Files.writeString(file, "a trained mode!");
            Said said = run("export", ENDED, "--to", folder.toString());

            assertThat(said.code()).isEqualTo(ExitCode.FAILED);
            assertThat(said.err()).contains("is damaged", model.sha256()).hasLineCount(1);
            assertThat(names(folder))
                    .containsExactlyInAnyOrder("trials.csv", "measurements.csv", "decisions.csv", "study.json");
        } finally {
            Files.writeString(file, whole);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void anUnknownStudyIsAnsweredWithTheOneThatWasMeant() {
        Said said = run("status", "cars-resnet81");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .startsWith("sextant: There is no study cars-resnet81 in jdbc:postgresql://127.0.0.1:")
                .endsWith("; did you mean cars-resnet18?\n");
    }

    @Test
    void stopSaysWhenNobodyRunsTheStudy() throws IOException {
        assertThat(run("stop", ENDED).out()).isEqualTo("cars-resnet18 is not running: it is completed\n");
        JsonNode json = run("stop", ENDED, "--json").json();
        assertThat(json.get("state").asText()).isEqualTo("COMPLETED");
        assertThat(json.get("asked").asBoolean()).isFalse();
    }

    @Test
    void stopAsksWhoeverRunsTheStudy() {
        assertThat(run("stop", RUNNING).out())
                .startsWith("Requested a pause of flowers, run by ada@node-1 (process 4711). ");
    }

    @Test
    void stopWaitsUntilTheStudyHasPaused() throws Exception {
        String name = "to-be-stopped";
        StudyJournal journal = SampleStudy.lock(database, name);
        Thread coordinator = new Thread(() -> pauseWhenAsked(journal));
        coordinator.setDaemon(true);
        coordinator.start();

        assertThat(run("stop", name, "--wait").out())
                .isEqualTo("to-be-stopped is paused. Run `sextant resume to-be-stopped` to resume it.\n");

        coordinator.join();
        assertThat(run("delete", name, "--yes").code()).isZero();
    }

    private static void pauseWhenAsked(StudyJournal journal) {
        try (journal) {
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.RUNNING, "ada runs it"));
            while (!journal.stopRequested()) {
                Thread.onSpinWait();
            }
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.PAUSED, "was asked to"));
        }
    }

    @Test
    void deleteTakesRowsAndCheckpoints() throws Exception {
        StudyRow row = database.studies().createIfAbsent(SampleStudy.spec("old"));
        Path checkpoints = checkpoints(row);
        Files.createDirectories(checkpoints.resolve("trial-0001"));
        Files.writeString(checkpoints.resolve("trial-0001/epoch-001-run-1-attempt-1.ckpt"), "x");

        Said refused = run("delete", "old");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("Without a terminal, delete needs --yes");
        Said declined =
                say(CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home.toString()), "n\n"), "delete", "old");
        assertThat(declined.out()).contains("Delete old (0 trials", checkpoints.toString(), "Nothing was deleted.");
        assertThat(database.studies().find("old")).isPresent();

        Said deleted = say(CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home.toString()), "y\n"), "delete", "old");
        assertThat(deleted.out()).endsWith("Deleted old (0 trials)\n");
        assertThat(database.studies().find("old")).isEmpty();
        assertThat(checkpoints).doesNotExist();
    }

    private static Path checkpoints(StudyRow row) {
        return Path.of(URI.create(StudyCheckpoints.of(row, home).folder()));
    }

    @Test
    void deleteRefusesARunningStudyAndNamesItsCoordinator() {
        Said said = run("delete", RUNNING, "--yes");

        assertThat(said.code()).isEqualTo(ExitCode.LOCKED);
        assertThat(said.err()).contains("ada@node-1 (process 4711)").hasLineCount(1);
        assertThat(database.studies().find(RUNNING)).isPresent();
    }

    @Test
    void dbStartRefusesAServerOfOnesOwn() {
        Said said = run("db", "start", "--db", "jdbc:postgresql://db.example.org/sextant");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .contains("db start runs the embedded server, but --db or SEXTANT_DB names another: "
                        + "jdbc:postgresql://db.example.org/sextant. Remove the address");
    }

    @Test
    void dbStatusAndMigrateKnowTheSchema() throws IOException {
        JsonNode json = run("db", "status", "--json").json();

        assertThat(json.get("embedded").asBoolean()).isTrue();
        assertThat(json.get("pending")).isEmpty();
        assertThat(json.get("schema_version")).isEqualTo(json.get("program_version"));
        assertThat(run("db", "status").out()).endsWith("The schema is up to date\n");
        assertThat(run("db", "migrate").out()).contains("The schema is already at version ");
        JsonNode migrated = run("db", "migrate", "--json").json();
        assertThat(migrated.get("before")).isEqualTo(migrated.get("schema_version"));
    }

    @Test
    void dbRolesMakesARoleThatMayOnlyReadAndNeverSaysItsPassword() {
        Said said = say(
                CapturedConsole.withEnvironment(
                        Map.of("SEXTANT_HOME", home.toString(), "SEXTANT_READER_PASSWORD", PASSWORD)),
                "db",
                "roles",
                "--name",
                "watcher");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Its password is set.").doesNotContain(PASSWORD);

        Map<String, String> reader =
                Map.of("SEXTANT_DB", server.address().url() + "?user=watcher", "SEXTANT_DB_PASSWORD", PASSWORD);
        assertThat(say(CapturedConsole.withEnvironment(reader), "list").out()).contains(ENDED);
        Said forbidden = say(CapturedConsole.withEnvironment(reader), "delete", ENDED, "--yes");
        assertThat(forbidden.code()).isEqualTo(ExitCode.FAILED);
        assertThat(forbidden.err()).contains("watcher").doesNotContain(PASSWORD);
    }

    @Test
    void anEarlierDemoIsShownThoughTheCopyOfTheImagesThatItTrainedOnIsGone() {
        try (StudyJournal journal = SampleStudy.lock(database, "demo")) {
            SampleStudy.write(journal, TRIALS, model);
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.COMPLETED, "its budget is spent"));
        }
        Map<String, String> environment = Map.of(
                "SEXTANT_HOME", home.toString(),
                "SEXTANT_DISTRIBUTION", Path.of("../deploy").toAbsolutePath().toString());

        Said said = say(CapturedConsole.withEnvironment(environment), "demo");

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("The demo is already complete. Run `sextant demo --fresh` to start again.")
                .contains("points of accuracy better than the default settings, on 800 validation images.")
                .contains("sextant status demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../flower", "flower"})
    void resumeOfAStudyThatIsNotThereSaysSoAndWritesNothing(String name) throws IOException {
        Said said = run("resume", name);

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo(run("status", name).err()).contains("There is no study " + name + " in jdbc:");
        try (Stream<Path> files = Files.walk(home.getParent(), 3)) {
            assertThat(files).noneMatch(file -> file.endsWith("flower.log"));
        }
    }

    @Test
    void withoutADatabaseNothingIsMadeForTheSakeOfLooking() {
        Said said = say(CapturedConsole.withEnvironment(Map.of("SEXTANT_HOME", folder.toString())), "list");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("There is no database yet", "sextant demo", "--db URL");
        assertThat(folder.resolve("postgres")).doesNotExist();
    }

    @Test
    void anUnreachableDatabaseIsOneLineWithoutAStackTrace() throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        Said said = run("list", "--db", "jdbc:postgresql://127.0.0.1:" + freePort + "/sextant");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err())
                .hasLineCount(1)
                .startsWith(
                        "sextant: The database jdbc:postgresql://127.0.0.1:" + freePort + "/sextant cannot be reached");
    }

    @Test
    void aPasswordIsNeverPrinted() {
        String url = server.address().url();
        List<Said> all = new ArrayList<>();
        for (String[] arguments : new String[][] {
            {"list", "--verbose", "--db", url + "?user=sextant"},
            {"status", ENDED, "--verbose", "--db", url.replace("//", "//sextant:" + PASSWORD + "@")},
            {"status", ENDED, "--verbose", "--db", url + "?user=sextant&password=" + PASSWORD},
            {"db", "status", "--verbose", "--db", "mysql://sextant:" + PASSWORD + "@127.0.0.1/x"}
        }) {
            all.add(say(CapturedConsole.withEnvironment(Map.of("SEXTANT_DB_PASSWORD", PASSWORD)), arguments));
        }
        all.add(say(
                CapturedConsole.withEnvironment(Map.of("SEXTANT_DB", url.replace("//", "//sextant:" + PASSWORD + "@"))),
                "list",
                "--verbose"));

        assertThat(all).allSatisfy(said -> {
            assertThat(said.code()).isNotZero();
            assertThat(said.err()).isNotEmpty();
            assertThat(said.out() + said.err()).doesNotContain(PASSWORD);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "sweep",
                "resume",
                "stop",
                "list",
                "status",
                "trials",
                "show",
                "best",
                "importance",
                "validate",
                "evaluate",
                "predict",
                "clean",
                "ensemble",
                "refit",
                "export",
                "delete",
                "backbones",
                "backbones list",
                "backbones add",
                "db",
                "db start",
                "db status",
                "db migrate",
                "db roles"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.add("--help");

        Said said = run(arguments.toArray(String[]::new));

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .startsWith("Usage: sextant " + command)
                .contains("\nExample")
                .contains("  sextant " + command);
        assertThat(said.out().lines()).allMatch(line -> line.length() <= Table.WIDTH);
    }

    @Test
    void theProgramsOwnHelpListsAllCommands() {
        assertThat(run("--help").out())
                .contains(
                        "demo",
                        "sweep",
                        "resume",
                        "stop",
                        "list",
                        "status",
                        "trials",
                        "show",
                        "best",
                        "importance",
                        "validate",
                        "export",
                        "delete",
                        "db");
        assertThat(run("--version").out()).matches("(?s)sextant \\d+\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--nonsense",
                "lst",
                "status",
                "status a b",
                "status --colour a",
                "show cars-resnet18 twelve",
                "trials cars-resnet18 --state gone",
                "trials cars-resnet18 --limit 0",
                "best cars-resnet18 --json --yaml",
                "export cars-resnet18",
                "validate",
                "db",
                "db drop"
            })
    void whatMakesNoSenseEndsWithUsageAndTouchesNothing(String line) {
        Said said = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).hasSizeBetween(1, 2).first().asString().startsWith("sextant: ");
    }

    @Test
    void aMistypedWordIsAnsweredWithTheOneThatWasMeant() {
        assertThat(run("lst").err()).startsWith("sextant: Unknown command: lst; did you mean list?\n");
        assertThat(run("status", ENDED, "--jsno").err())
                .startsWith("sextant: Unknown option: --jsno; did you mean --json?\n");
    }

    @Test
    void coloursComeOnlyAtATerminalAndNeverWithNoColor() {
        Map<String, String> coloured = Map.of("SEXTANT_HOME", home.toString(), "TERM", "xterm");
        Map<String, String> plain = Map.of("SEXTANT_HOME", home.toString(), "TERM", "xterm", "NO_COLOR", "1");

        assertThat(say(CapturedConsole.atTerminal(coloured, ""), "status", ENDED)
                        .out())
                .contains("\u001b[");
        assertThat(say(CapturedConsole.atTerminal(plain, ""), "status", ENDED).out())
                .doesNotContain("\u001b");
        assertThat(say(CapturedConsole.withEnvironment(coloured), "status", ENDED)
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void watchingAtATerminalOverwritesInPlace() {
        String shown = say(
                        CapturedConsole.atTerminal(Map.of("SEXTANT_HOME", home.toString(), "TERM", "xterm"), ""),
                        "status",
                        ENDED,
                        "--watch")
                .out();

        assertThat(shown).startsWith("\u001b[2J\u001b[H").endsWith("\u001b[J").contains("\u001b[K");
    }
}
