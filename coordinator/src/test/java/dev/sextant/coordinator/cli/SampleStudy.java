package dev.sextant.coordinator.cli;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.LogPart;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes a study's rows as a coordinator would. Trial 1 is the configuration to start with; the best is {@link #BEST}; of
 * the others there are some of every state.
 */
public final class SampleStudy {
    public static final int BEST = 5;
    public static final int DIVERGED = 7;
    public static final String LAST_WORDS = "Traceback:\n  in a line that is longer than a table may be wide, "
            + "far ".repeat(20) + "beyond\nFloatingPointError: NaN";
    /** Log of {@link #DIVERGED}, which a terminal and a browser would obey. */
    public static final String LOG = "reading \u001b[2J images\n<script>alert(1)</script>\nloss is NaN\n";

    public static final Configuration DEFAULTS = Configuration.of(Map.of("learning_rate", 0.001, "layers", 1L));

    private static final int TOP = 9;

    private final StudyJournal journal;
    private final Optional<Checkpoint> ofFirst;

    private SampleStudy(StudyJournal journal, Optional<Checkpoint> ofFirst) {
        this.journal = journal;
        this.ofFirst = ofFirst;
    }

    public static StudySpec spec(String name) {
        return spec(name, List.of());
    }

    public static StudySpec spec(String name, List<Objective.Constraint> constraints) {
        return new StudySpec(
                name,
                new Objective("accuracy", Goal.MAXIMIZE, constraints),
                new TrainerSpec(
                        "curve-table", new TreeMap<>(Map.of("table", "/data/curves.csv", "epoch_seconds", 0.5))),
                new SearchSpace(List.of(
                        new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                        new IntegerParameter("layers", 0, 3, Scale.LINEAR, Optional.empty()))),
                new Fidelity(1, TOP, 3),
                new SearchSettings("asha", 7),
                new Budget(
                        OptionalInt.of(200),
                        OptionalLong.of(1500),
                        OptionalDouble.of(4),
                        Optional.of(Duration.ofHours(2)),
                        OptionalDouble.of(0.99)),
                List.of(DEFAULTS),
                new ClusterSettings(4, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
    }

    /** Creates the study and takes its lock, as whoever runs it. */
    public static StudyJournal lock(Database database, String name) {
        return database.studies().lock(database.studies().createIfAbsent(spec(name)), "ada@node-1 (process 4711)");
    }

    /**
     * Writes trials 1 to {@code trials}, all of them over.
     *
     * @param model the checkpoint of the best trial
     */
    public static void write(StudyJournal journal, int trials, Checkpoint model) {
        write(new SampleStudy(journal, Optional.empty()), trials, model);
    }

    /**
     * Writes a study in which the first trial has a checkpoint.
     *
     * @param first the checkpoint of the first trial
     */
    public static void write(StudyJournal journal, int trials, Checkpoint model, Checkpoint first) {
        write(new SampleStudy(journal, Optional.of(first)), trials, model);
    }

    private static void write(SampleStudy study, int trials, Checkpoint model) {
        study.journal.useTransaction(tx -> tx.studyBecomes(StudyState.RUNNING, "ada runs it"));
        for (int number = 1; number <= trials; number++) {
            study.trial(number, model);
        }
    }

    /** Begins one more trial and leaves it running after two epochs. */
    public static RunKey begin(StudyJournal journal, int number) {
        SampleStudy study = new SampleStudy(journal, Optional.empty());
        RunKey key = study.start(number, TOP);
        study.epochs(key, 1, 2, Optional.empty());
        return key;
    }

    /** Writes one more epoch of a running trial, with its checkpoint. */
    public static void record(StudyJournal journal, RunKey key, int epoch, double accuracy, Checkpoint checkpoint) {
        journal.useTransaction(tx -> tx.record(List.of(new RunReport.EpochDone(
                key,
                epoch,
                new TreeMap<>(Map.of("accuracy", accuracy, "loss", 1 - accuracy)),
                0.5,
                List.of(checkpoint)))));
    }

    private void trial(int number, Checkpoint model) {
        if (number == 1 || number == BEST) {
            Optional<Checkpoint> kept = number == BEST ? Optional.of(model) : ofFirst;
            RunKey key = start(number, TOP);
            epochs(key, 1, TOP, kept);
            end(key, RunState.REACHED, TrialState.COMPLETED, Optional.empty(), kept, "");
            return;
        }
        RunKey key = start(number, 1);
        if (number % 10 == DIVERGED) {
            journal.useTransaction(tx -> tx.log(
                    List.of(new RunReport.Logged(key, List.of(new LogPart(0, LOG), new LogPart(1_000, "end\n"))))));
            end(
                    key,
                    RunState.FAILED,
                    TrialState.FAILED,
                    Optional.of(FailureKind.DIVERGED),
                    Optional.empty(),
                    "accuracy is NaN after epoch 1");
            return;
        }
        if (number % 10 == 8) {
            end(key, RunState.LOST, TrialState.PENDING, Optional.empty(), Optional.empty(), "executor 3 was lost");
            return;
        }
        epochs(key, 1, 1, Optional.empty());
        TrialState state = number % 10 == 9 ? TrialState.STOPPED : TrialState.PAUSED;
        end(key, RunState.REACHED, state, Optional.empty(), Optional.of(checkpoint(number)), "");
    }

    private static Checkpoint checkpoint(int number) {
        return new Checkpoint(1, "file:/nowhere/trial-" + number + ".ckpt", "ab".repeat(32), 1234);
    }

    private RunKey start(int number, int toEpoch) {
        Configuration configuration = number == 1
                ? DEFAULTS
                : Configuration.of(Map.of("learning_rate", 0.1 / (number + 1), "layers", (long) number % 4));
        RunKey key = journal.inTransaction(tx -> tx.startTrial(
                number,
                configuration,
                1000 + number,
                toEpoch,
                number % 4,
                new Decision(
                        DecisionKind.START,
                        number == 1 ? "start_with" : "asha",
                        "point " + number + " of the sequence",
                        Map.of("position", (long) number, "spread", 0.25))));
        journal.useTransaction(
                tx -> tx.runStarted(new RunReport.Started(key, "node-" + (number % 4 + 1), "exec-1", "cpu", "onednn")));
        return key;
    }

    private void epochs(RunKey key, int from, int to, Optional<Checkpoint> last) {
        List<RunReport.EpochDone> reports = new ArrayList<>();
        double limit = key.trial() == BEST ? 0.95 : key.trial() == 1 ? 0.8 : 0.5 + 0.2 / key.trial();
        for (int epoch = from; epoch <= to; epoch++) {
            double accuracy = limit * (1 - Math.exp(-epoch / 3.0));
            reports.add(new RunReport.EpochDone(
                    key,
                    epoch,
                    new TreeMap<>(Map.of("accuracy", accuracy, "loss", 1 - accuracy)),
                    0.5,
                    epoch == to ? last.stream().toList() : List.of()));
        }
        journal.useTransaction(tx -> tx.record(reports));
    }

    private void end(
            RunKey key,
            RunState run,
            TrialState trial,
            Optional<FailureKind> failure,
            Optional<Checkpoint> checkpoint,
            String error) {
        DecisionKind kind = failure.isPresent() ? DecisionKind.FAIL : DecisionKind.END;
        boolean written = journal.inTransaction(tx -> tx.endRun(
                new RunEnd(
                        key,
                        run,
                        trial,
                        failure,
                        checkpoint.stream().toList(),
                        error,
                        new Decision(
                                kind,
                                "scheduler",
                                "the run ended: " + run,
                                failure.isPresent() ? Map.of("details", LAST_WORDS) : Map.of())),
                Duration.ZERO));
        if (!written) {
            throw new IllegalStateException("The end of " + key + " was not written");
        }
    }
}
