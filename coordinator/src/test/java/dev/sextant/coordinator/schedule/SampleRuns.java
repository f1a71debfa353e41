package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Studies, trials and checkpoints for tests. */
final class SampleRuns {
    static final Objective ACCURACY = new Objective("accuracy", Goal.MAXIMIZE, List.of());
    static final int MAX_EPOCHS = 9;

    private SampleRuns() {}

    static StudySpec spec(Budget budget) {
        return spec("sample", ACCURACY, "asha", budget, cluster(2, 0));
    }

    static StudySpec spec(String name, Objective objective, String algorithm, Budget budget, ClusterSettings cluster) {
        return new StudySpec(
                name,
                objective,
                new TrainerSpec("curve-table", new TreeMap<>(Map.of("table", "curves.csv"))),
                new SearchSpace(List.of(
                        new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                        new ContinuousParameter("dropout", 0, 0.6, Scale.LINEAR, Optional.empty()))),
                new Fidelity(1, MAX_EPOCHS, 3),
                new SearchSettings(algorithm, 7),
                budget,
                List.of(),
                cluster);
    }

    /** Runs that report nothing for a minute are canceled. */
    static ClusterSettings cluster(int slots, int gpus) {
        return new ClusterSettings(
                slots, gpus, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    static Budget trials(int trials) {
        return new Budget(
                OptionalInt.of(trials),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    static Budget epochs(long epochs) {
        return new Budget(
                OptionalInt.empty(),
                OptionalLong.of(epochs),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    static Budget deviceHours(double hours) {
        return new Budget(
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.of(hours),
                Optional.empty(),
                OptionalDouble.empty());
    }

    static Budget wallClock(Duration limit) {
        return new Budget(
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.of(limit),
                OptionalDouble.empty());
    }

    static Budget target(double value) {
        return new Budget(
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.of(value));
    }

    static Checkpoint checkpoint(RunKey key, int epoch) {
        return new Checkpoint(
                epoch,
                "file:/checkpoints/trial-" + key.trial() + "/epoch-" + epoch + "-run-" + key.run() + "-attempt-"
                        + key.attempt(),
                "ab".repeat(32),
                1234);
    }

    /** A trial in a state, with values measured and checkpoints saved after epochs, the newest first. */
    static StoredTrial trial(
            int number, TrialState state, int targetEpoch, LearningCurve curve, int... checkpointEpochs) {
        RunKey key = new RunKey(1, number, 1, 1);
        return new StoredTrial(
                new Trial(
                        number,
                        Configuration.of(Map.of("learning_rate", 0.01 / number, "dropout", 0.1)),
                        state,
                        targetEpoch,
                        "asha",
                        curve),
                number,
                Optional.empty(),
                key,
                IntStream.of(checkpointEpochs)
                        .mapToObj(epoch -> checkpoint(key, epoch))
                        .toList());
    }
}
