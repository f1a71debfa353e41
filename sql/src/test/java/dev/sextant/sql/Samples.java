package dev.sextant.sql;

import dev.sextant.common.run.Checkpoint;
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
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Studies, reports and ends to write down. */
public final class Samples {
    public static final Objective ACCURACY = new Objective("accuracy", Goal.MAXIMIZE, List.of());
    public static final Decision START = new Decision(DecisionKind.START, "random", "a free slot", Map.of("draw", 3L));
    public static final Decision CONTINUE =
            new Decision(DecisionKind.CONTINUE, "asha", "among the best third", Map.of());

    private Samples() {}

    public static StudySpec spec(String name) {
        return spec(name, ACCURACY);
    }

    public static StudySpec spec(String name, Objective objective) {
        return spec(name, objective, 2, 0);
    }

    public static StudySpec spec(String name, Objective objective, int slots, int gpus) {
        return new StudySpec(
                name,
                objective,
                new TrainerSpec("curve-table", new TreeMap<>(Map.of("table", "curves.csv", "scale", 1.0e10))),
                new SearchSpace(List.of(
                        new ContinuousParameter("learning_rate", 1.0e-5, 0.1, Scale.LOG, Optional.empty()),
                        new IntegerParameter("layers", 0, 3, Scale.LINEAR, Optional.empty()))),
                new Fidelity(1, 9, 3),
                new SearchSettings("asha", 7),
                Budget.UNLIMITED,
                List.of(),
                new ClusterSettings(
                        slots, gpus, 1, "1g", Optional.empty(), Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }

    public static Configuration configuration(int number) {
        return Configuration.of(Map.of("learning_rate", 1.0 / (number + 10), "layers", (long) (number % 4)));
    }

    public static RunReport.Started started(RunKey key) {
        return new RunReport.Started(key, "host1", "1", "cpu", "onednn");
    }

    public static RunReport.EpochDone epoch(RunKey key, int epoch, double accuracy) {
        return new RunReport.EpochDone(key, epoch, new TreeMap<>(Map.of("accuracy", accuracy)), 0.5);
    }

    public static RunReport.EpochDone epochWithCheckpoint(RunKey key, int epoch, double accuracy) {
        return new RunReport.EpochDone(
                key, epoch, new TreeMap<>(Map.of("accuracy", accuracy)), 0.5, checkpoint(key, epoch));
    }

    public static Checkpoint checkpoint(RunKey key, int epoch) {
        return new Checkpoint(
                epoch, "file:/checkpoints/" + key.trial() + "-" + epoch + "-" + key.attempt(), "ab".repeat(32), 1234);
    }

    public static RunEnd paused(RunKey key, int epoch) {
        return RunEnd.reached(
                key,
                TrialState.PAUSED,
                List.of(checkpoint(key, epoch)),
                Decision.byScheduler(DecisionKind.END, "reached its rung"));
    }

    public static RunEnd completed(RunKey key) {
        return RunEnd.reached(
                key, TrialState.COMPLETED, List.of(), Decision.byScheduler(DecisionKind.END, "reached the top rung"));
    }
}
