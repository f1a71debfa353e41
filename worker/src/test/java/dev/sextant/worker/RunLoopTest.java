package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RunLoopTest {
    private static final Objective ACCURACY = new Objective("accuracy", Goal.MAXIMIZE, List.of());
    /** The first row of the table. */
    private static final LearningCurve RISING = LearningCurve.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);

    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void writeTable() throws IOException {
        table = folder.resolve("curves.csv");
        Files.writeString(
                table,
                """
                learning_rate,1,2,3,4,5,6
                0.1,0.10,0.20,0.30,0.40,0.50,0.60
                0.9,0.11,0.12,0.13,0.14,0.15,0.16
                """);
    }

    @Test
    void reportsStartAndEachEpochAndReturnsTheLastCheckpoint() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult result = loop().train(order(1, null, 6, NEVER, Map.of()), reporter);

        assertThat(reporter.reports().get(0)).isInstanceOfSatisfying(RunReport.Started.class, started -> {
            assertThat(started.host()).isEqualTo("host-1");
            assertThat(started.executor()).isEqualTo("7");
            assertThat(started.device()).isEqualTo("cpu");
        });
        assertThat(reporter.values("accuracy"))
                .isEqualTo(new TreeMap<>(Map.of(1, 0.1, 2, 0.2, 3, 0.3, 4, 0.4, 5, 0.5, 6, 0.6)));
        assertThat(reporter.epochs())
                .allSatisfy(done -> assertThat(done.seconds()).isNotNegative());
        assertThat(reporter.epochs())
                .filteredOn(done -> done.checkpoint().isPresent())
                .extracting(RunReport.EpochDone::epoch)
                .containsExactly(6);
        assertThat(result)
                .isEqualTo(new RunResult.Reached(
                        key(1), false, reporter.epochs().get(5).checkpoint().orElseThrow()));
    }

    @Test
    void savesWhenTheLastCheckpointIsOldEnough() throws Exception {
        AtomicReference<Duration> clock = new AtomicReference<>(Duration.ZERO);
        RecordingReporter reporter = RecordingReporter.that(report -> {
            clock.updateAndGet(now -> now.plusSeconds(10));
            return Directive.CONTINUE;
        });
        RunLoop loop = new RunLoop("host-1", "7", "cpu", scratch(), cache(), clock::get);

        loop.train(order(1, null, 6, Duration.ofSeconds(20), Map.of()), reporter);

        assertThat(reporter.epochs())
                .filteredOn(done -> done.checkpoint().isPresent())
                .extracting(RunReport.EpochDone::epoch)
                .containsExactly(3, 5, 6);
    }

    @Test
    void writesTheCheckpointBeforeItReportsIt() throws Exception {
        List<Boolean> existed = new ArrayList<>();
        RecordingReporter reporter = RecordingReporter.that(report -> {
            if (report instanceof RunReport.EpochDone done) {
                existed.add(Files.exists(file(done.checkpoint().orElseThrow())));
            }
            return Directive.CONTINUE;
        });

        loop().train(order(1, null, 3, Duration.ZERO, Map.of()), reporter);

        assertThat(existed).containsExactly(true, true, true);
    }

    @Test
    void resumesFromACheckpointInAnotherLoopAsIfNeverInterrupted() throws Exception {
        Map<String, Object> noisy = Map.of("noise", 0.01);
        RecordingReporter whole = RecordingReporter.thatContinues();
        Checkpoint wholeEnd = reached(loop().train(order(1, null, 6, NEVER, noisy), whole));

        RecordingReporter first = RecordingReporter.thatContinues();
        Checkpoint middle = reached(loop().train(order(2, null, 3, NEVER, noisy), first));
        RecordingReporter second = RecordingReporter.thatContinues();
        Checkpoint end = reached(loop().train(order(3, middle, 6, NEVER, noisy), second));

        Map<Integer, Double> joined = first.values("accuracy");
        joined.putAll(second.values("accuracy"));
        assertThat(joined).isEqualTo(whole.values("accuracy")).hasSize(6);
        assertThat(joined.get(1)).isNotEqualTo(0.1).isBetween(0.0, 0.2);
        assertThat(end.sha256()).isEqualTo(wholeEnd.sha256()).isNotEqualTo(middle.sha256());
    }

    @Test
    void returnsAtOnceIfTheEpochIsAlreadyTrained() throws Exception {
        Checkpoint done = reached(loop().train(order(1, null, 3, NEVER, Map.of()), RecordingReporter.thatContinues()));
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult result = loop().train(order(2, done, 3, NEVER, Map.of()), reporter);

        assertThat(result).isEqualTo(new RunResult.Reached(key(2), false, done));
        assertThat(reporter.reports()).isEmpty();
    }

    @Test
    void savesAndEndsOnStop() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatSays(Directive.STOP, 2);

        RunResult result = loop().train(order(1, null, 6, NEVER, Map.of()), reporter);

        assertThat(result).isInstanceOfSatisfying(RunResult.Stopped.class, stopped -> {
            assertThat(stopped.checkpoint().orElseThrow().epoch()).isEqualTo(2);
            assertThat(file(stopped.checkpoint().orElseThrow())).exists();
        });
        assertThat(reporter.epochs()).extracting(RunReport.EpochDone::epoch).containsExactly(1, 2);
    }

    @Test
    void endsAtOnceWithoutSavingOnAbandon() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatSays(Directive.ABANDON, 2);

        RunResult result = loop().train(order(1, null, 6, NEVER, Map.of()), reporter);

        assertThat(result).isEqualTo(new RunResult.Stopped(key(1)));
        assertThat(checkpointFiles()).isEmpty();
    }

    @Test
    void trainsNothingIfAbandonedAtTheStart() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatSays(Directive.ABANDON, 0);

        assertThat(loop().train(order(1, null, 6, NEVER, Map.of()), reporter)).isEqualTo(new RunResult.Stopped(key(1)));
        assertThat(reporter.epochs()).isEmpty();
    }

    @Test
    void reportsTheEpochThatDivergedAndFails() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult result = loop().train(order(1, null, 6, Duration.ZERO, Map.of("nan_at_epoch", 3L)), reporter);

        assertFailed(result, FailureKind.DIVERGED, "Metric accuracy is NaN after epoch 3");
        assertThat(reporter.values("accuracy")).hasSize(3).containsEntry(3, Double.NaN);
        assertThat(reporter.epochs().get(2).checkpoint()).isEmpty();
    }

    @Test
    void saysThatMemoryRanOut() throws Exception {
        RunResult result = train(Map.of("out_of_memory_at_epoch", 2L));

        assertFailed(result, FailureKind.OUT_OF_MEMORY, "Training epoch 2 ran out of memory");
    }

    @Test
    void keepsTheStackTraceOutOfTheMessage() throws Exception {
        RunResult result = train(Map.of("fail_at_epoch", 2L));

        assertFailed(
                result,
                FailureKind.TRAINER_ERROR,
                "Training epoch 2 failed: IllegalStateException: requested by fail_at_epoch (2)");
        assertThat(((RunResult.Failed) result).message()).doesNotContain("\n");
        assertThat(((RunResult.Failed) result).details()).contains("at dev.sextant.worker.curve.FaultInjection.inject");
    }

    @Test
    void namesTheMetricsWhenTheObjectiveIsMissing() throws Exception {
        RunResult result = train(Map.of("metric", "f1"));

        assertFailed(
                result,
                FailureKind.TRAINER_ERROR,
                "objective.metric (accuracy) is not among the metrics that curve-table reported after epoch 1 (f1)");
    }

    @Test
    void namesTheInstalledTrainers() throws Exception {
        RunOrder order = order(1, null, 6, NEVER, Map.of());
        RunOrder unknown = new RunOrder(
                order.key(),
                order.study(),
                "curve-tabel",
                1,
                order.settings(),
                order.seed(),
                order.objective(),
                order.curve(),
                List.of(),
                6,
                6,
                List.of(6),
                order.checkpointFolder(),
                NEVER,
                1);

        assertFailed(
                loop().train(unknown, RecordingReporter.thatContinues()),
                FailureKind.TRAINER_ERROR,
                "trainer.type (curve-tabel) is not known on this executor, which has");
    }

    @Test
    void endsAtTheTrainersEarlyStop() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult result = loop().train(order(1, null, 6, NEVER, Map.of("done_at_epoch", 3L)), reporter);

        assertThat(reporter.epochs()).extracting(RunReport.EpochDone::epoch).containsExactly(1, 2, 3);
        assertThat(result)
                .isEqualTo(new RunResult.Reached(
                        key(1), true, reporter.epochs().get(2).checkpoint().orElseThrow()));
    }

    @Test
    void trainsNothingMoreIfLostBetweenTheEarlyStopAndTheResult() throws Exception {
        RunResult first =
                loop().train(order(1, null, 6, NEVER, Map.of("done_at_epoch", 3L)), RecordingReporter.thatContinues());
        Checkpoint stopped = ((RunResult.Reached) first).checkpoint();
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult second = loop().train(order(2, stopped, 6, NEVER, Map.of("done_at_epoch", 3L)), reporter);

        assertThat(reporter.epochs()).isEmpty();
        assertThat(second).isEqualTo(new RunResult.Reached(key(2), true, stopped));
    }

    @Test
    void failsAsLostIfACheckpointCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("checkpoints"), "a file where the folder should be");

        RunResult result = train(Map.of());

        assertFailed(result, FailureKind.LOST, "cannot be written");
    }

    @Test
    void resumesFromTheNewestUsableCheckpointIfLaterOnesAreMissingOrDamaged() throws Exception {
        Map<String, Object> noisy = Map.of("noise", 0.01);
        RecordingReporter first = RecordingReporter.thatContinues();
        reached(loop().train(order(1, null, 4, Duration.ZERO, noisy), first));
        List<Checkpoint> newestFirst = first.epochs().stream()
                .flatMap(done -> done.checkpoint().stream())
                .sorted(Comparator.comparingInt(Checkpoint::epoch).reversed())
                .toList();
        Files.delete(file(newestFirst.get(0)));
        Files.writeString(file(newestFirst.get(1)), "damaged");
        RecordingReporter second = RecordingReporter.thatContinues();

        reached(loop().train(order(key(2), newestFirst, 5, NEVER, noisy), second));

        assertThat(second.epochs()).extracting(RunReport.EpochDone::epoch).containsExactly(3, 4, 5);
        assertThat(second.values("accuracy"))
                .containsEntry(4, first.values("accuracy").get(4));
        assertThat(second.reports())
                .filteredOn(RunReport.WentBack.class::isInstance)
                .singleElement(InstanceOfAssertFactories.type(RunReport.WentBack.class))
                .satisfies(back -> {
                    assertThat(back.toEpoch()).isEqualTo(2);
                    assertThat(back.why()).contains("epoch-004-run-1-attempt-1.ckpt (epoch 4) does not exist");
                });
    }

    @Test
    void startsAtTheFirstEpochIfItsOnlyCheckpointIsDamaged() throws Exception {
        Checkpoint middle =
                reached(loop().train(order(1, null, 3, NEVER, Map.of()), RecordingReporter.thatContinues()));
        byte[] bytes = Files.readAllBytes(file(middle));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(middle), bytes);
        RecordingReporter reporter = RecordingReporter.thatContinues();

        reached(loop().train(order(2, middle, 6, NEVER, Map.of()), reporter));

        assertThat(reporter.epochs()).extracting(RunReport.EpochDone::epoch).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(reporter.reports())
                .contains(new RunReport.WentBack(
                        key(2),
                        0,
                        "Checkpoint " + middle.uri() + " is damaged: expected " + middle.bytes()
                                + " bytes with SHA-256 "
                                + middle.sha256() + ", found " + middle.bytes() + " bytes with " + sha256(bytes)
                                + "; restore the file from a copy"));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** The folder may only not be mounted, so epochs must not be trained again. */
    @Test
    void failsAsLostWhileTheCheckpointFolderIsMissing() throws Exception {
        Checkpoint middle =
                reached(loop().train(order(1, null, 3, NEVER, Map.of()), RecordingReporter.thatContinues()));
        Files.move(folder.resolve("checkpoints"), folder.resolve("aside"));

        RunResult result = loop().train(order(2, middle, 6, NEVER, Map.of()), RecordingReporter.thatContinues());

        assertFailed(result, FailureKind.LOST, "does not exist; restore the file, or share its folder");
    }

    @Test
    void refusesACheckpointOfAnotherEpoch() throws Exception {
        Checkpoint three = reached(loop().train(order(1, null, 3, NEVER, Map.of()), RecordingReporter.thatContinues()));
        Checkpoint claimed = new Checkpoint(2, three.uri(), three.sha256(), three.bytes());

        RunResult result = loop().train(order(2, claimed, 6, NEVER, Map.of()), RecordingReporter.thatContinues());

        assertFailed(result, FailureKind.TRAINER_ERROR, "The checkpoint is not that of row 0 after epoch 2");
    }

    @Test
    void endsOnAnInterruptWhileATrainerHangs() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch hanging = new CountDownLatch(1);
            RecordingReporter reporter = RecordingReporter.that(report -> {
                if (RecordingReporter.epochOf(report) == 1) {
                    hanging.countDown();
                }
                return Directive.CONTINUE;
            });
            Future<RunResult> run = executor.submit(
                    () -> loop().train(order(1, null, 6, NEVER, Map.of("hang_at_epoch", 2L)), reporter));
            hanging.await();
            executor.shutdownNow();

            assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            executor.shutdownNow();
        }
        assertThat(scratch()).isEmptyDirectory();
    }

    @Test
    void throwsIfTheCoordinatorCannotBeReached() throws Exception {
        RecordingReporter reporter = RecordingReporter.that(report -> {
            throw new UncheckedIOException(new IOException("connection refused"));
        });

        assertThatThrownBy(() -> loop().train(order(1, null, 6, NEVER, Map.of()), reporter))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(scratch()).isEmptyDirectory();
    }

    @Test
    void leavesNothingInTheScratchFolder() throws Exception {
        train(Map.of());
        train(Map.of("fail_at_epoch", 2L));

        assertThat(scratch()).isEmptyDirectory();
    }

    @Test
    void trainsManyRunsAtOnceWithoutMixingThem() throws Exception {
        RunLoop loop = loop();
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Future<Map<Integer, Double>>> runs = new ArrayList<>();
            for (int trial = 1; trial <= 40; trial++) {
                RunKey key = new RunKey(1, trial, 1, 1);
                Map<String, Object> settings = Map.of("row", (long) (trial % 2), "epoch_seconds", 0.002);
                runs.add(executor.submit(() -> {
                    RecordingReporter reporter = RecordingReporter.thatContinues();
                    reached(loop.train(order(key, List.of(), 6, Duration.ZERO, settings), reporter));
                    return reporter.values("accuracy");
                }));
            }
            for (int trial = 1; trial <= 40; trial++) {
                double last = trial % 2 == 0 ? 0.6 : 0.16;
                assertThat(runs.get(trial - 1).get()).hasSize(6).containsEntry(6, last);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(scratch()).isEmptyDirectory();
        assertThat(checkpointFiles()).hasSize(240);
    }

    private RunResult train(Map<String, Object> settings) throws InterruptedException {
        return loop().train(order(1, null, 6, NEVER, settings), RecordingReporter.thatContinues());
    }

    private static void assertFailed(RunResult result, FailureKind kind, String message) {
        assertThat(result).isInstanceOfSatisfying(RunResult.Failed.class, failed -> {
            assertThat(failed.message()).contains(message);
            assertThat(failed.kind()).isEqualTo(kind);
        });
    }

    private static Checkpoint reached(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Reached.class);
        return ((RunResult.Reached) result).checkpoint();
    }

    private RunLoop loop() {
        return new RunLoop("host-1", "7", "cpu", scratch(), cache());
    }

    private Path scratch() {
        return folder.resolve("scratch");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private static RunKey key(int run) {
        return new RunKey(1, 12, run, 1);
    }

    private RunOrder order(
            int run, Checkpoint checkpoint, int toEpoch, Duration checkpointEvery, Map<String, Object> settings) {
        return order(key(run), Optional.ofNullable(checkpoint).stream().toList(), toEpoch, checkpointEvery, settings);
    }

    private RunOrder order(
            RunKey key,
            List<Checkpoint> checkpoints,
            int toEpoch,
            Duration checkpointEvery,
            Map<String, Object> settings) {
        int recorded = checkpoints.stream().mapToInt(Checkpoint::epoch).max().orElse(0);
        return order(key, RISING.upTo(recorded), checkpoints, toEpoch, checkpointEvery, settings);
    }

    private RunOrder order(
            RunKey key,
            LearningCurve recorded,
            List<Checkpoint> checkpoints,
            int toEpoch,
            Duration checkpointEvery,
            Map<String, Object> settings) {
        TreeMap<String, Object> all = new TreeMap<>(Map.of("table", table.toString(), "learning_rate", 0.1));
        all.putAll(settings);
        return new RunOrder(
                key,
                "cars",
                "curve-table",
                1,
                all,
                42,
                ACCURACY,
                recorded,
                checkpoints,
                toEpoch,
                6,
                List.of(6),
                folder.resolve("checkpoints").toUri().toString(),
                checkpointEvery,
                1);
    }

    private List<Path> checkpointFiles() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        if (!Files.exists(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Path file(Checkpoint checkpoint) {
        return Path.of(URI.create(checkpoint.uri()));
    }
}
