package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A trial that gets worse after its best epoch delivers the best one, however its runs end. */
@Timeout(120)
class BestEpochTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Objective ACCURACY = new Objective("accuracy", Goal.MAXIMIZE, List.of());
    private static final LearningCurve CURVE = LearningCurve.of(0.3, 0.5, 0.7, 0.6, 0.2, 0.4);
    private static final int BEST = 3;
    private static final int EPOCHS = CURVE.epochs();

    @TempDir
    private Path folder;

    private final AtomicReference<Duration> clock = new AtomicReference<>(Duration.ZERO);
    private Map<String, Object> curveTable;
    private long seed;

    @BeforeEach
    void writeTable() throws IOException {
        Path table = Files.writeString(
                folder.resolve("curves.csv"), "learning_rate,1,2,3,4,5,6\n0.1,0.3,0.5,0.7,0.6,0.2,0.4\n");
        curveTable = Map.of("table", table.toString(), "learning_rate", 0.1);
    }

    @Test
    void comesWithTheCheckpointAtTheEndOfTheRun() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult result = train(tableOrder(NEVER), reporter);

        assertThat(epochsSaved(reporter))
                .containsExactly(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(BEST, EPOCHS));
        assertThat(((RunResult.Reached) result).checkpoint().epoch()).isEqualTo(EPOCHS);
        assertThat(saved(reporter)).allSatisfy(checkpoint -> assertThat(Files.readString(file(checkpoint)))
                .contains("\nepoch " + checkpoint.epoch() + "\n"));
        assertThat(checkpointFiles()).hasSize(2);
    }

    @Test
    void comesWithTheNextCheckpointThatIsDueAndNotAgain() throws Exception {
        RecordingReporter reporter = takesTenSeconds(0);

        train(tableOrder(Duration.ofSeconds(30)), reporter);

        assertThat(epochsSaved(reporter))
                .containsExactly(List.of(), List.of(), List.of(), List.of(BEST, 4), List.of(), List.of(EPOCHS));
    }

    @Test
    void isTheLowestValueIfTheGoalIsToMinimize() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();
        Objective lowest = new Objective("accuracy", Goal.MINIMIZE, List.of());

        train(order("curve-table", curveTable, lowest, 1, LearningCurve.EMPTY, List.of(), NEVER), reporter);

        assertThat(epochsSaved(reporter).get(EPOCHS - 1)).containsExactly(5, EPOCHS);
    }

    @Test
    void comesWithTheCheckpointOfAStop() throws Exception {
        RunResult result = train(tableOrder(NEVER), RecordingReporter.thatSays(Directive.STOP, 5));

        assertThat(((RunResult.Stopped) result).checkpoints())
                .extracting(Checkpoint::epoch)
                .containsExactly(BEST, 5);
        assertThat(checkpointFiles()).hasSize(2);
    }

    @Test
    void isTheCheckpointOfAStopRightAfterIt() throws Exception {
        RunResult result = train(tableOrder(NEVER), RecordingReporter.thatSays(Directive.STOP, BEST));

        assertThat(((RunResult.Stopped) result).checkpoints())
                .extracting(Checkpoint::epoch)
                .containsExactly(BEST);
    }

    @Test
    void isFoundAgainIfTheExecutorIsLostBeforeItIsSaved() throws Exception {
        assertThatThrownBy(() -> train(tableOrder(NEVER), losesTheCoordinatorAt(4)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(checkpointFiles()).isEmpty();
        RecordingReporter again = RecordingReporter.thatContinues();

        train(order("curve-table", curveTable, ACCURACY, 2, CURVE.upTo(4), List.of(), NEVER), again);

        assertThat(epochsSaved(again).get(EPOCHS - 1)).containsExactly(BEST, EPOCHS);
    }

    @Test
    void isNotSavedTwiceIfTheExecutorIsLostAfterwards() throws Exception {
        RecordingReporter first = takesTenSeconds(5);
        assertThatThrownBy(() -> train(tableOrder(Duration.ofSeconds(40)), first))
                .isInstanceOf(UncheckedIOException.class);
        List<Checkpoint> written = saved(first);
        assertThat(written).extracting(Checkpoint::epoch).containsExactly(BEST, 5);
        RecordingReporter again = RecordingReporter.thatContinues();

        train(order("curve-table", curveTable, ACCURACY, 2, CURVE.upTo(5), newestFirst(written), NEVER), again);

        assertThat(epochsSaved(again)).containsExactly(List.of(EPOCHS));
        assertThat(written)
                .allSatisfy(checkpoint -> assertThat(file(checkpoint)).exists());
    }

    /** A program need not repeat its values; an epoch is recorded once. */
    @Test
    void isByTheRecordedValuesWhenEpochsAreTrainedAgain() throws Exception {
        RecordingReporter again = RecordingReporter.thatContinues();

        train(
                order("curve-table", curveTable, ACCURACY, 2, LearningCurve.of(0.3, 0.5, 0.6, 0.9), List.of(), NEVER),
                again);

        assertThat(epochsSaved(again).get(EPOCHS - 1)).containsExactly(4, EPOCHS);
    }

    @Test
    void isTheBestRegardlessOfConstraintsAsLongAsNoEpochSatisfiesThem() throws Exception {
        Objective impossible = new Objective(
                "accuracy",
                Goal.MAXIMIZE,
                List.of(new Objective.Constraint("accuracy", Objective.Constraint.Side.AT_LEAST, 0.9)));
        RecordingReporter reporter = RecordingReporter.thatContinues();

        train(order("curve-table", curveTable, impossible, 1, LearningCurve.EMPTY, List.of(), NEVER), reporter);

        assertThat(epochsSaved(reporter).get(EPOCHS - 1)).containsExactly(BEST, EPOCHS);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void ofAProgramHoldsTheCheckpointOfThatEpochAndSatisfiesTheConstraints() throws Exception {
        Path script = Files.writeString(
                folder.resolve("train.sh"),
                """
                epoch=$SEXTANT_FROM_EPOCH
                while [ $epoch -lt $SEXTANT_TO_EPOCH ]; do
                  epoch=$((epoch + 1))
                  case $epoch in
                    2) metrics='"accuracy": 0.9, "megabytes": 30' ;;
                    3) metrics='"accuracy": 0.7, "megabytes": 10' ;;
                    *) metrics='"accuracy": 0.5, "megabytes": 10' ;;
                  esac
                  echo weights of $epoch > $SEXTANT_CHECKPOINTS/e$epoch
                  echo "{\\"epoch\\": $epoch, $metrics, \\"checkpoint\\": \\"e$epoch\\"}"
                done
                """);
        Objective small = new Objective(
                "accuracy",
                Goal.MAXIMIZE,
                List.of(new Objective.Constraint("megabytes", Objective.Constraint.Side.AT_MOST, 20)));
        RecordingReporter reporter = RecordingReporter.thatContinues();

        train(
                order(
                        "command",
                        Map.of("command", List.of("sh", script.toString())),
                        small,
                        1,
                        LearningCurve.EMPTY,
                        List.of(),
                        NEVER),
                reporter);

        List<Checkpoint> written = saved(reporter);
        assertThat(written).extracting(Checkpoint::epoch).containsExactly(3, EPOCHS);
        assertThat(entries(written.get(0)).get("content/e3")).isEqualTo("weights of 3\n");
    }

    @Test
    void ofAnImageClassifierMeasuresItsValueAndIsTheSameToTheBitAfterALoss() throws Exception {
        Path data = DrawnImages.draw(folder.resolve("drawn"), 16);
        Map<String, Object> given = Map.of(
                "data",
                data.toString(),
                "backbone",
                "none",
                "image_size",
                16L,
                "filters",
                4L,
                "optimizer",
                "adam",
                "learning_rate",
                0.02,
                "schedule",
                "constant",
                "batch_size",
                8L);
        RecordingReporter whole = wholeTrialWithItsBestInTheMiddle(given);
        LearningCurve curve = curve(whole);
        int best = bestEpoch(curve);
        Checkpoint delivered = saved(whole).get(0);
        assertThat(delivered.epoch()).isEqualTo(best);

        RunResult paused = train(
                classifierOrder(given, 1002, LearningCurve.EMPTY, List.of()),
                RecordingReporter.thatSays(Directive.STOP, best - 1));
        List<Checkpoint> before = newestFirst(((RunResult.Stopped) paused).checkpoints());
        assertThatThrownBy(() -> train(
                        classifierOrder(given, 1003, curve.upTo(best - 1), before), losesTheCoordinatorAt(best + 1)))
                .isInstanceOf(UncheckedIOException.class);
        RecordingReporter again = RecordingReporter.thatContinues();
        train(classifierOrder(given, 1004, curve.upTo(best + 1), before), again);
        Checkpoint found = saved(again).get(0);
        assertThat(found.epoch()).isEqualTo(best);

        assertThat(entries(found)).isEqualTo(entries(delivered));
        Settings settings = Trials.settings(data, given);
        for (Checkpoint checkpoint : List.of(delivered, found)) {
            Path model = Files.createTempDirectory(folder, "fetched").resolve("model.zip");
            CheckpointStore.in(checkpoints()).fetch(checkpoint, model);
            try (SavedClassifier classifier = SavedClassifier.read(model, settings.values())) {
                assertThat(classifier.epoch()).isEqualTo(best);
                assertThat(classifier
                                .predictions(SavedClassifier.EvaluationSet.VALIDATION, 1)
                                .evaluation()
                                .accuracy())
                        .isEqualTo(curve.best(Goal.MAXIMIZE));
            }
        }
    }

    /** Tries seeds, because the last bits of values differ between processors. */
    private RecordingReporter wholeTrialWithItsBestInTheMiddle(Map<String, Object> given) throws InterruptedException {
        RecordingReporter whole;
        do {
            seed++;
            whole = RecordingReporter.thatContinues();
            train(classifierOrder(given, (int) seed, LearningCurve.EMPTY, List.of()), whole);
        } while (bestEpoch(curve(whole)) < 2 || bestEpoch(curve(whole)) > EPOCHS - 2);
        return whole;
    }

    private static int bestEpoch(LearningCurve curve) {
        return curve.bestEpoch(Goal.MAXIMIZE).orElseThrow();
    }

    private static LearningCurve curve(RecordingReporter reporter) {
        return LearningCurve.of(reporter.values("accuracy").values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private RunResult train(RunOrder order, RecordingReporter reporter) throws InterruptedException {
        return new RunLoop("host-1", "1", "cpu", folder.resolve("scratch"), folder.resolve("cache"), clock::get)
                .train(order, reporter);
    }

    private static RecordingReporter losesTheCoordinatorAt(int epoch) {
        return RecordingReporter.that(report -> answer(report, epoch));
    }

    /** @param lostAt epoch at which the coordinator is lost; 0 for none */
    private RecordingReporter takesTenSeconds(int lostAt) {
        return RecordingReporter.that(report -> {
            clock.updateAndGet(now -> now.plusSeconds(10));
            return answer(report, lostAt);
        });
    }

    private static Directive answer(RunReport report, int lostAt) {
        if (lostAt > 0 && RecordingReporter.epochOf(report) == lostAt) {
            throw new UncheckedIOException(new IOException("connection refused"));
        }
        return Directive.CONTINUE;
    }

    /** Returns the epochs of the checkpoints by reported epoch. */
    private static List<List<Integer>> epochsSaved(RecordingReporter reporter) {
        return reporter.epochs().stream()
                .map(done -> done.checkpoints().stream().map(Checkpoint::epoch).toList())
                .toList();
    }

    private static List<Checkpoint> saved(RecordingReporter reporter) {
        return reporter.epochs().stream()
                .flatMap(done -> done.checkpoints().stream())
                .toList();
    }

    private static List<Checkpoint> newestFirst(List<Checkpoint> checkpoints) {
        return checkpoints.stream()
                .sorted(Comparator.comparingInt(Checkpoint::epoch).reversed())
                .toList();
    }

    private List<Path> checkpointFiles() throws IOException {
        Path root = folder.resolve("checkpoints");
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Path file(Checkpoint checkpoint) {
        return Path.of(URI.create(checkpoint.uri()));
    }

    /** Returns the content of a zip by entry, one character per byte. */
    private static Map<String, String> entries(Checkpoint checkpoint) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file(checkpoint).toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(
                        entry.getName(),
                        new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return entries;
    }

    private RunOrder tableOrder(Duration checkpointEvery) {
        return order("curve-table", curveTable, ACCURACY, 1, LearningCurve.EMPTY, List.of(), checkpointEvery);
    }

    private RunOrder classifierOrder(
            Map<String, Object> settings, int run, LearningCurve recorded, List<Checkpoint> checkpoints) {
        return order("image-classifier", settings, ACCURACY, run, recorded, checkpoints, NEVER);
    }

    private RunOrder order(
            String trainer,
            Map<String, Object> settings,
            Objective objective,
            int run,
            LearningCurve recorded,
            List<Checkpoint> checkpoints,
            Duration checkpointEvery) {
        return new RunOrder(
                new RunKey(1, 12, run, 1),
                "cars",
                trainer,
                1,
                new TreeMap<>(settings),
                seed,
                objective,
                recorded,
                checkpoints,
                EPOCHS,
                EPOCHS,
                List.of(EPOCHS),
                checkpoints(),
                checkpointEvery,
                1);
    }

    private String checkpoints() {
        return folder.resolve("checkpoints").toUri().toString();
    }
}
