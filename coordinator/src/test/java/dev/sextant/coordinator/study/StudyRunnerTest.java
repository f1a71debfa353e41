package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.schedule.ClusterException;
import dev.sextant.coordinator.schedule.RecordingObserver;
import dev.sextant.coordinator.schedule.StudyOutcome;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.StudySnapshot;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole studies on real executor processes and a real PostgreSQL. */
class StudyRunnerTest {
    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static Database database;

    private final RecordingObserver observer = new RecordingObserver();
    private StopSignal stop = new StopSignal();

    @BeforeAll
    static void open() throws IOException {
        server = EmbeddedServer.open(folder.resolve("postgres"));
        database = Database.open(server.address());
        SampleCurves.write(folder);
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    @Test
    void runsEveryTrialToTheEndOfTheBudget() throws Exception {
        StudyOutcome outcome = runner().sweep(study("whole", "random", "trials: 5", "epoch_seconds: 0.01"));
        assertThat(outcome.state()).isEqualTo(StudyState.COMPLETED);
        StudySnapshot rows = rows("whole");
        assertThat(rows.trials()).hasSize(5).allMatch(trial -> trial.state() == TrialState.COMPLETED);
        assertThat(rows.trials()).allMatch(trial -> trial.curve().epochs() == 4);
        assertThat(rows.trials())
                .allMatch(trial -> trial.checkpoint().orElseThrow().epoch() == 4);
        assertThat(rows.epochs()).isEqualTo(20);
        assertThat(database.reader().logs("whole", 5)).singleElement().satisfies(log -> assertThat(log.text())
                .endsWith("INFO  Training: trial 5 run 1 attempt 1 of whole: epochs 1 to 4 on cpu\n"));
        assertThat(observer.measured).hasSize(20);
        assertThat(observer.latest.count(TrialState.COMPLETED)).isEqualTo(5);
    }

    /** What a benchmark of the search says holds for the search in a real sweep. */
    @Test
    void decidesAsTheSimulatedStudyWithOneSlotDoes() throws Exception {
        StudySpec spec = study("simulated", "auto", "trials: 14", "")
                .withCluster(new ClusterSettings(
                        1, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(20)));
        StudyOutcome outcome = runner().sweep(spec);
        assertThat(outcome.state()).isEqualTo(StudyState.COMPLETED);

        StudyView start = new StudyView(
                spec.space(),
                spec.objective().goal(),
                spec.fidelity().rungs(),
                spec.fidelity().reduction(),
                spec.search().seed(),
                1,
                14,
                spec.startWith(),
                List.of());
        List<String> simulatedDispatches = new ArrayList<>();
        SimulatedStudy.Outcome simulated = new SimulatedStudy(start, SampleCurves::value, Long.MAX_VALUE, 1)
                .watchedBy((view, proposal) -> {
                    int next = view.trials().size() + 1;
                    if (proposal instanceof Proposal.StartTrial trial) {
                        simulatedDispatches.add("trial " + next + " to epoch " + trial.toEpoch() + ": "
                                + trial.reason().sentence());
                    } else if (proposal instanceof Proposal.ContinueTrial trial) {
                        simulatedDispatches.add("trial " + trial.trial() + " to epoch " + trial.toEpoch() + ": "
                                + trial.reason().sentence());
                    }
                })
                .run(SearchAlgorithms.create("auto"));

        assertThat(observer.dispatches)
                .containsExactlyElementsOf(simulatedDispatches)
                .hasSizeGreaterThan(14);
        assertThat(rows("simulated").trials().stream()
                        .map(row -> new Trial(
                                row.number(),
                                row.configuration(),
                                row.state(),
                                row.targetEpoch(),
                                row.trial().proposedBy(),
                                row.curve())))
                .containsExactlyElementsOf(simulated.end().trials());
    }

    /** As when a newer version of a trainer says of a setting when it matters. */
    @Test
    void keepsTheStoredSpaceWhateverItsTrainerDeclaresLater() throws Exception {
        String[] parameters = {
            "x: {type: ordinal, values: [0.0, 0.3, 0.6]}", "exit_once: {type: categorical, values: [true, false]}"
        };
        StudySpec file = study("declared-later", "grid", "trials: 4", "", parameters);
        assertThat(file.space().mattersWhen()).containsEntry("exit_once", Condition.NEVER);
        SearchSpace stored = new SearchSpace(file.space().parameters());
        database.studies()
                .createIfAbsent(new StudySpec(
                        file.name(),
                        file.objective(),
                        file.trainer(),
                        stored,
                        file.fidelity(),
                        file.search(),
                        file.budget(),
                        List.of(),
                        file.cluster()));

        assertThat(runner().sweep(file).state()).isEqualTo(StudyState.COMPLETED);
        assertThat(rows("declared-later").trials())
                .hasSize(4)
                .allMatch(trial -> trial.configuration().values().containsKey("exit_once"));

        runner().sweep(study("declared-later", "grid", "trials: 5", "", parameters));
        assertThat(rows("declared-later").trials()).hasSize(5);
        assertThat(database.studies()
                        .find("declared-later")
                        .orElseThrow()
                        .spec()
                        .space())
                .isEqualTo(stored);
    }

    @Test
    void failsTrialsWithTheirKindAndGoesOn() throws Exception {
        StudySpec spec = study(
                "mishaps",
                "grid",
                "trials: 10",
                "",
                "nan_at_epoch: {type: categorical, values: [0, 2]}",
                "fail_at_epoch: {type: categorical, values: [0, 3]}",
                "out_of_memory_at_epoch: {type: categorical, values: [0, 3]}");
        StudyOutcome outcome = runner().sweep(spec);
        assertThat(outcome.state()).isEqualTo(StudyState.COMPLETED);
        List<StoredTrial> trials = rows("mishaps").trials();
        assertThat(trials).hasSize(8);
        for (StoredTrial trial : trials) {
            var values = trial.configuration().values();
            String expected = !values.get("nan_at_epoch").equals(0L)
                    ? "DIVERGED"
                    : !values.get("out_of_memory_at_epoch").equals(0L)
                            ? "OUT_OF_MEMORY|TRAINER_ERROR"
                            : !values.get("fail_at_epoch").equals(0L) ? "TRAINER_ERROR" : "none";
            assertThat(trial.failure().map(Enum::name).orElse("none")).matches(expected);
        }
    }

    @Test
    void triesARunOfALostExecutorAgain() throws Exception {
        StudyOutcome outcome = runner().sweep(study("lost", "random", "trials: 2", "exit_at_epoch: 3"));
        assertThat(outcome.state()).isEqualTo(StudyState.COMPLETED);
        List<StoredTrial> trials = rows("lost").trials();
        assertThat(trials).hasSize(2).allMatch(trial -> trial.state() == TrialState.COMPLETED);
        assertThat(trials).allMatch(trial -> trial.latestRun().attempt() == 2);
        assertThat(observer.endings).anyMatch(ending -> ending.contains("lost ("));
    }

    @Test
    void goesOnWithATrialWhoseCheckpointCouldNotBeWrittenOnceItCan() throws Exception {
        StudySpec spec = study("broken-disk", "random", "trials: 3", "epoch_seconds: 0.3");
        Path base = folder.resolve("broken-disk-checkpoints");
        StudyRunner runner = runner(Optional.empty(), Optional.of(base.toUri().toString()));
        Path aside = folder.resolve("aside");
        observer.onMeasured = first -> {
            observer.onMeasured = next -> {};
            move(base, aside);
            write(base, "a file where the folder should be");
        };
        observer.onEnded = first -> {
            observer.onEnded = next -> {};
            delete(base);
            move(aside, base);
        };
        assertThat(runner.sweep(spec).state()).isEqualTo(StudyState.COMPLETED);
        assertThat(observer.endings.get(0)).contains("lost (").contains("cannot be written");
        assertThat(rows("broken-disk").trials())
                .hasSize(3)
                .allMatch(trial -> trial.state() == TrialState.COMPLETED)
                .anyMatch(trial -> trial.latestRun().attempt() > 1);
    }

    @Test
    void keepsTheCheckpointOfTheBestEpochWhileATrialTrainsOn() throws Exception {
        Files.writeString(folder.resolve("falling.csv"), "x,1,2,3,4,5,6,7,8\n0,0.1,0.9,0.8,0.7,0.6,0.5,0.4,0.3\n");
        StudySpec spec = SampleCurves.study(
                        folder,
                        "falling",
                        """
                        study: falling
                        objective: {metric: accuracy, goal: maximize}
                        trainer: {type: curve-table, table: falling.csv, epoch_seconds: 0.1}
                        parameters: {x: {type: continuous, low: 0.0, high: 1.0}}
                        fidelity: {max_epochs: 8}
                        search: {algorithm: random, seed: 5}
                        budget: {trials: 1}
                        """)
                .withCluster(savingEachEpoch());
        assertThat(runner().sweep(spec).state()).isEqualTo(StudyState.COMPLETED);
        Path last = Path.of(URI.create(
                rows("falling").trials().get(0).checkpoint().orElseThrow().uri()));
        assertThat(last).hasFileName("epoch-008-run-1-attempt-1.ckpt").exists();
        assertThat(last.resolveSibling("epoch-002-run-1-attempt-1.ckpt")).exists();
    }

    @Test
    void goesOnFromAnEarlierCheckpointWhenTheNewestIsLost() throws Exception {
        StudySpec spec =
                study("lost-file", "random", "trials: 1", "epoch_seconds: 0.5").withCluster(savingEachEpoch());
        observer.onMeasured = report -> {
            observer.onMeasured = next -> {};
            stop.ask("asked");
        };
        assertThat(runner().sweep(spec).state()).isEqualTo(StudyState.PAUSED);
        Checkpoint newest = rows("lost-file").trials().get(0).checkpoint().orElseThrow();
        delete(Path.of(URI.create(newest.uri())));
        stop = new StopSignal();

        assertThat(runner().resume("lost-file").state()).isEqualTo(StudyState.COMPLETED);

        assertThat(observer.notices)
                .anyMatch(notice -> notice.contains("resumes from epoch " + (newest.epoch() - 1)
                        + " instead: Checkpoint " + newest.uri() + " (epoch " + newest.epoch() + ") does not exist"));
        assertThat(rows("lost-file").trials())
                .singleElement()
                .matches(trial -> trial.state() == TrialState.COMPLETED
                        && trial.checkpoint().orElseThrow().epoch() == 4);
    }

    private static ClusterSettings savingEachEpoch() {
        return new ClusterSettings(1, 0, 1, "1g", Optional.empty(), Duration.ofMillis(1), Duration.ofSeconds(20));
    }

    private static void move(Path from, Path to) {
        unchecked(() -> Files.move(from, to));
    }

    private static void write(Path file, String text) {
        unchecked(() -> Files.writeString(file, text));
    }

    private static void delete(Path file) {
        unchecked(() -> Files.deleteIfExists(file));
    }

    private static void unchecked(Callable<?> work) {
        try {
            work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void cancelsASilentRunAndGivesItUpAfterThreeTries() throws Exception {
        StudyOutcome outcome = runner().sweep(
                        study("hang", "grid", "trials: 4", "", "hang_at_epoch: {type: categorical, values: [0, 2]}"));
        assertThat(outcome.state()).isEqualTo(StudyState.COMPLETED);
        List<StoredTrial> trials = rows("hang").trials();
        assertThat(trials).hasSize(2);
        for (StoredTrial trial : trials) {
            boolean hangs = trial.configuration().values().get("hang_at_epoch").equals(2L);
            assertThat(trial.state()).isEqualTo(hangs ? TrialState.FAILED : TrialState.COMPLETED);
            assertThat(trial.latestRun().attempt()).isEqualTo(hangs ? 3 : 1);
            if (hangs) {
                assertThat(database.reader()
                                .trial("hang", trial.number())
                                .orElseThrow()
                                .runs())
                        .extracting(RunSummary::outcome)
                        .as("of each attempt")
                        .allMatch(end -> end.endsWith("no report for 2s, the limit of cluster.silence"));
            }
        }
    }

    @Test
    void givesUpAStudyInWhichNothingTrains() throws Exception {
        StudyOutcome outcome = runner().sweep(study("hopeless", "random", "trials: 50", "fail_at_epoch: 1"));
        assertThat(outcome.state()).isEqualTo(StudyState.FAILED);
        assertThat(outcome.reason())
                .contains("runs in a row failed; the last failure: ")
                .doesNotEndWith(": ");
        assertThat(rows("hopeless").trials()).hasSizeLessThan(10);
    }

    @Test
    void aStudyWhoseEveryTrialFailedHasFailedWithTheLastReason() throws Exception {
        StudySpec spec = study(
                "crashing",
                "grid",
                "trials: 10",
                "fail_at_epoch: 1",
                "x: {type: categorical, values: [0.0, 0.3, 0.6]}");
        StudyOutcome outcome = runner().sweep(spec);
        assertThat(outcome.state()).isEqualTo(StudyState.FAILED);
        assertThat(outcome.reason())
                .startsWith("all trials (3) failed before they had a value of accuracy; the last failure: ")
                .contains("fail_at_epoch");
        assertThat(rows("crashing").trials()).hasSize(3);
        assertThat(database.studies().find("crashing").orElseThrow().state()).isEqualTo(StudyState.FAILED);

        assertThat(runner().resume("crashing").reason()).endsWith("the last failure: TRAINER_ERROR");
    }

    @Test
    void endsAtItsTargetAndGoesOnWithALargerBudget() throws Exception {
        StudyOutcome first =
                runner().sweep(study("target", "random", "trials: 50, target: 0.3", "epoch_seconds: 0.05"));
        assertThat(first.state()).isEqualTo(StudyState.COMPLETED);
        assertThat(first.reason()).contains("target");
        int trials = rows("target").trials().size();
        assertThat(trials).isLessThan(50);
        StudyOutcome second = runner().sweep(study("target", "random", "trials: 6", "epoch_seconds: 0.05"));
        assertThat(second.state()).isEqualTo(StudyState.COMPLETED);
        assertThat(rows("target").trials().size()).isBetween(6, Math.max(6, trials));
        assertThat(observer.notices).anyMatch(notice -> notice.contains("budget"));
    }

    @Test
    void refusesAnotherSpecificationUnderTheSameName() throws Exception {
        runner().sweep(study("same-name", "random", "trials: 1", ""));
        assertThatThrownBy(() -> runner().sweep(study("same-name", "sobol", "trials: 1", "")))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("search.algorithm")
                .hasMessageContaining("random")
                .hasMessageContaining("sobol");
    }

    @Test
    void pausesWhenAskedInSql() throws Exception {
        observer.onMeasured = report -> database.studies().requestStop("asked", "eve@desk");
        StudyOutcome outcome = runner().sweep(study("asked", "random", "trials: 400", "epoch_seconds: 0.05"));
        assertThat(outcome.state()).isEqualTo(StudyState.PAUSED);
        assertThat(rows("asked").trials())
                .allMatch(trial -> trial.state() == TrialState.COMPLETED
                        || trial.state() == TrialState.PAUSED
                        || trial.state() == TrialState.PENDING);
    }

    @Test
    void failsNoTrialWhenTheSparkApplicationIsStopped() throws Exception {
        observer.onMeasured = first -> {
            observer.onMeasured = next -> {};
            SparkContext.getOrCreate().stop();
        };
        StudySpec spec = study("stopped", "random", "trials: 4", "epoch_seconds: 0.2");
        assertThatThrownBy(() -> runner().sweep(spec))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("The Spark application ended");
        assertThat(database.studies().find("stopped").orElseThrow().state()).isEqualTo(StudyState.PAUSED);
        assertThat(runner().resume("stopped").state()).isEqualTo(StudyState.COMPLETED);
        assertThat(rows("stopped").trials()).hasSize(4).allMatch(trial -> trial.state() == TrialState.COMPLETED);
    }

    @Test
    void findsOutThatExecutorsDoNotShareTheCheckpointFolder() {
        // Every process has a working folder of its own, and an executor another than the driver.
        assertThatThrownBy(() -> runner(Optional.empty(), Optional.of("file:///proc/self/cwd/target/not-shared"))
                        .sweep(study("not-shared", "random", "trials: 1", "")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cluster.checkpoints")
                .hasMessageContaining("not the same folder for driver and executors");
    }

    @Test
    void saysThatSparkDoesNotStart() {
        assertThatThrownBy(() -> runner(Optional.of("local-cluster[1,1,200]"), Optional.empty())
                        .sweep(study("no-spark", "random", "trials: 1", "")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Spark did not start on master local-cluster[1,1,200]");
    }

    @Test
    void refusesMoreSlotsThanTheClusterHas() {
        assertThatThrownBy(() -> runner(Optional.of("local-cluster[1,1,600]"), Optional.empty())
                        .sweep(study("too-many", "random", "trials: 1", "")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("registered: 1 executor")
                .hasMessageContaining("--slots 1");
    }

    @Test
    void refusesGpusThatNobodyHas() throws Exception {
        StudySpec gpus = onGpus(study("no-gpu", "random", "trials: 1", ""));
        assertThatThrownBy(() -> runner(Optional.of("local-cluster[2,1,600]"), Optional.empty())
                        .sweep(gpus))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("No executor registered within 15 s")
                .hasMessageContaining("1 GPU")
                .hasMessageContaining("cluster.gpus_per_trial");
    }

    @Test
    void saysWhyExecutorsDoNotStart() {
        System.setProperty("spark.executor.extraJavaOptions", "-javaagent:/nowhere.jar");
        try {
            assertThatThrownBy(() -> runner().sweep(study("no-start", "random", "trials: 1", "")))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("Executors do not start on this machine")
                    .hasMessageContaining("exited with code 1")
                    .hasMessageContaining("/nowhere.jar");
        } finally {
            System.clearProperty("spark.executor.extraJavaOptions");
        }
    }

    @Test
    void waitsForExecutorsThatStartSlowlyAndSaysSo() throws Exception {
        // The JVM of the executor creates this file and goes on when it is deleted.
        Path paused = folder.resolve("paused");
        RecordingObserver impatient = new RecordingObserver() {
            @Override
            public void notice(String message) {
                super.notice(message);
                if (message.startsWith("Executors are still starting after ")) {
                    paused.toFile().delete(); // if it is not there yet, the next notice will find it
                }
            }
        };
        Launch launch = new Launch(
                Optional.empty(),
                OptionalInt.of(1),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                folder);
        System.setProperty(
                "spark.executor.extraJavaOptions",
                "-XX:+UnlockDiagnosticVMOptions -XX:+PauseAtStartup -XX:PauseAtStartupFile=" + paused);
        try {
            StudyOutcome outcome = new StudyRunner(database, launch, impatient, stop)
                    .sweep(study("slow-start", "random", "trials: 1", ""));
            assertThat(outcome.state()).isEqualTo(StudyState.COMPLETED);
        } finally {
            System.clearProperty("spark.executor.extraJavaOptions");
        }
        assertThat(impatient.notices).anyMatch(notice -> notice.startsWith("Executors are still starting after "));
    }

    private static StudySpec onGpus(StudySpec spec) {
        return spec.withCluster(
                new ClusterSettings(2, 1, 1, "1g", Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    private StudyRunner runner() {
        return runner(Optional.empty(), Optional.empty());
    }

    private StudyRunner runner(Optional<String> master, Optional<String> checkpoints) {
        Launch launch = new Launch(
                master,
                OptionalInt.empty(),
                checkpoints,
                Duration.ofSeconds(master.isPresent() ? 15 : 60),
                Duration.ofSeconds(5),
                folder);
        return new StudyRunner(database, launch, observer, stop);
    }

    private static StudySnapshot rows(String name) {
        try (StudyJournal journal =
                database.studies().lock(database.studies().find(name).orElseThrow(), "a test")) {
            return journal.load();
        }
    }

    private static StudySpec study(String name, String algorithm, String budget, String setting, String... parameters) {
        String text =
                """
                study: %s
                objective: {metric: accuracy, goal: maximize}
                trainer:
                  type: curve-table
                  table: curves.csv
                  %s
                parameters:
                  %s
                fidelity: {max_epochs: 4}
                search: {algorithm: %s, seed: 5}
                budget: {%s}
                cluster: {slots: 2, memory_per_trial: 1g, checkpoint_every: 1s, silence: 2s}
                """
                        .formatted(
                                name,
                                setting,
                                parameters.length == 0
                                        ? "x: {type: continuous, low: 0.0, high: 1.0}"
                                        : String.join("\n  ", parameters),
                                algorithm,
                                budget);
        return SampleCurves.study(folder, name, text);
    }
}
