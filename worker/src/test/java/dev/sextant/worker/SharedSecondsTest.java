package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.log.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a clock that the trainer moves. */
class SharedSecondsTest {
    @TempDir
    Path folder;

    private final AtomicReference<Duration> clock = new AtomicReference<>(Duration.ZERO);

    @Test
    void workThatOtherTrialsUseIsReportedApartFromTheSecondsOfEpochs() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();
        ExecutorContext executor =
                new ExecutorContext("host-1", "7", "cpu", folder, folder.resolve("cache"), clock::get);
        RunKey key = new RunKey(1, 1, 1, 1);

        try (RunLog log = RunLog.open()) {
            new Training(executor, order(key), reporter, new Features(), RunFolder.create(folder, key), log).run();
        }

        // Creation computes features for 60 s, the second epoch for 30 s more; each epoch trains for 5 s.
        assertThat(reporter.epochs())
                .extracting(
                        RunReport.EpochDone::epoch, RunReport.EpochDone::seconds, RunReport.EpochDone::sharedSeconds)
                .containsExactly(tuple(1, 5.0, 60.0), tuple(2, 5.0, 30.0), tuple(3, 5.0, 0.0));
    }

    private RunOrder order(RunKey key) {
        return new RunOrder(
                key,
                "cars",
                "features",
                1,
                new TreeMap<>(),
                42,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                LearningCurve.EMPTY,
                List.of(),
                3,
                3,
                List.of(3),
                folder.resolve("checkpoints").toUri().toString(),
                Duration.ofHours(1),
                1);
    }

    private final class Features implements TrainerFactory {
        @Override
        public String type() {
            return "features";
        }

        @Override
        public String summary() {
            return "Computes features";
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public Set<String> metrics() {
            return Set.of("accuracy");
        }

        @Override
        public Trainer create(TrialContext context) {
            return new FeatureTrainer();
        }
    }

    private final class FeatureTrainer implements Trainer {
        private double shared;

        FeatureTrainer() {
            compute(60);
        }

        private void compute(int seconds) {
            clock.updateAndGet(now -> now.plusSeconds(seconds));
            shared += seconds;
        }

        @Override
        public Map<String, Double> train(int epoch) {
            if (epoch == 2) {
                compute(30);
            }
            clock.updateAndGet(now -> now.plusSeconds(5));
            return Map.of("accuracy", 0.5);
        }

        @Override
        public double sharedSeconds() {
            return shared;
        }

        @Override
        public void save(Path file) throws IOException {
            Files.writeString(file, "saved");
        }

        @Override
        public void restore(Path checkpoint, int epoch) {}

        @Override
        public void close() {}
    }
}
