package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Resumes a run whose real process halted in the middle. */
@Timeout(60)
final class LostExecutorTest {
    @TempDir
    private Path folder;

    @Test
    void nextAttemptResumesFromTheLastReportedCheckpoint() throws Exception {
        Files.writeString(table(folder), "a,1,2,3,4,5,6\n0,0.1,0.2,0.3,0.4,0.5,0.6\n");
        List<String> said = runUntilItHalts();
        assertThat(said).hasSize(3);
        String[] last = said.get(2).split(" ", -1);
        Checkpoint reported = new Checkpoint(3, last[2], last[3], Long.parseLong(last[4]));
        assertThat(last[1]).isEqualTo("3");

        RecordingReporter reporter = RecordingReporter.thatContinues();
        RunResult result = loop(folder).train(order(folder, 2, reported), reporter);

        assertThat(reporter.values("accuracy")).isEqualTo(Map.of(4, 0.4, 5, 0.5, 6, 0.6));
        RecordingReporter whole = RecordingReporter.thatContinues();
        RunResult neverLost = loop(folder).train(order(folder, 3, null), whole);
        assertThat(((RunResult.Reached) result).checkpoint().sha256())
                .isEqualTo(((RunResult.Reached) neverLost).checkpoint().sha256());
    }

    private List<String> runUntilItHalts() throws IOException, InterruptedException {
        Process executor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecutorProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = executor.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
            }
        }
        assertThat(executor.waitFor()).isEqualTo(137);
        return said;
    }

    /** Trains a run in a process of its own, in place of an executor, until the process halts. */
    static final class ExecutorProcess {
        private ExecutorProcess() {}

        @SuppressWarnings("SystemOut") // A line on standard output is how this process talks to the test.
        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            RunResult result = loop(folder).train(order(folder, 1, null), report -> {
                if (report instanceof RunReport.EpochDone done) {
                    Checkpoint checkpoint = done.checkpoint().orElseThrow();
                    System.out.println("epoch " + done.epoch() + " " + checkpoint.uri() + " " + checkpoint.sha256()
                            + " " + checkpoint.bytes());
                }
                return Directive.CONTINUE;
            });
            System.out.println(result);
        }
    }

    private static RunLoop loop(Path folder) {
        return new RunLoop("host-1", "1", "cpu", folder.resolve("scratch"), folder.resolve("cache"));
    }

    private static Path table(Path folder) {
        return folder.resolve("curves.csv");
    }

    private static RunOrder order(Path folder, int attempt, Checkpoint checkpoint) {
        TreeMap<String, Object> settings = new TreeMap<>(
                Map.of("table", table(folder).toString(), "exit_at_epoch", 4L, "exit_once", true, "noise", 0.0));
        return new RunOrder(
                new RunKey(1, 1, 1, attempt),
                "curves",
                "curve-table",
                1,
                settings,
                42,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                LearningCurve.of(checkpoint == null ? new double[0] : new double[] {0.1, 0.2, 0.3}),
                Optional.ofNullable(checkpoint).stream().toList(),
                6,
                6,
                List.of(6),
                folder.resolve("checkpoints").toString(),
                Duration.ZERO,
                1);
    }
}
