package dev.sextant.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.LogPart;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.worker.RecordingReporter;
import dev.sextant.worker.RunLoop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs real programs through the whole run loop. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class CommandRunTest {
    private static final Path EXAMPLE =
            Path.of("../deploy/examples/command").toAbsolutePath().normalize();

    private static final String EPOCHS =
            """
            epoch=$SEXTANT_FROM_EPOCH
            while [ $epoch -lt $SEXTANT_TO_EPOCH ]; do
              epoch=$((epoch + 1))
            """;

    @TempDir
    private Path folder;

    @Test
    void examplePythonProgramResumesExactlyAsIfNeverInterrupted() throws Exception {
        requirePython();
        Map<String, Object> example = Map.of(
                "command",
                List.of("python3", "train.py"),
                "working_directory",
                EXAMPLE.toString(),
                "learning_rate",
                0.5,
                "degree",
                3L);
        RecordingReporter whole = RecordingReporter.thatContinues();
        Checkpoint wholeEnd = reached(train(order(1, null, 6, example), whole));

        RecordingReporter first = RecordingReporter.thatContinues();
        Checkpoint middle = reached(train(order(2, null, 3, example), first));
        RecordingReporter second = RecordingReporter.thatContinues();
        Checkpoint end = reached(train(order(3, middle, 6, example), second));

        Map<Integer, Double> losses = first.values("loss");
        losses.putAll(second.values("loss"));
        assertThat(losses).hasSize(6).isEqualTo(whole.values("loss"));
        assertThat(end.sha256()).isEqualTo(wholeEnd.sha256()).isNotEqualTo(middle.sha256());
        assertThat(whole.values("accuracy").get(6)).isGreaterThan(0.85);
    }

    @Test
    void examplePythonProgramDiffersBySeed() throws Exception {
        requirePython();
        Map<String, Object> example = Map.of(
                "command",
                List.of("python3", "train.py"),
                "working_directory",
                EXAMPLE.toUri().toString());
        RecordingReporter one = RecordingReporter.thatContinues();
        train(order(new RunKey(1, 1, 1, 1), 1, null, 1, example), one);
        RecordingReporter two = RecordingReporter.thatContinues();
        train(order(new RunKey(1, 2, 1, 1), 2, null, 1, example), two);

        assertThat(one.values("loss")).hasSize(1);
        assertThat(two.values("loss")).hasSize(1).isNotEqualTo(one.values("loss"));
    }

    @Test
    void programWithoutCheckpointsStartsAgainAndReportsOnlyNewEpochs() throws Exception {
        Path log = folder.resolve("epochs.log");
        Map<String, Object> program = script(EPOCHS
                + """
                echo $epoch >> %s
                echo "{\\"epoch\\": $epoch, \\"accuracy\\": 0.$epoch}"
                done
                """
                        .formatted(log));
        Checkpoint middle = reached(train(order(1, null, 2, program), RecordingReporter.thatContinues()));
        RecordingReporter second = RecordingReporter.thatContinues();

        train(order(2, middle, 4, program), second);

        assertThat(second.values("accuracy")).isEqualTo(Map.of(3, 0.3, 4, 0.4));
        assertThat(log).content().isEqualTo("1\n2\n1\n2\n3\n4\n");
    }

    @Test
    void programThatSavesEverySecondEpochResumesFromTheLastCheckpoint() throws Exception {
        Path log = folder.resolve("epochs.log");
        Map<String, Object> program = script(
                """
                [ -n "$SEXTANT_RESUME_FROM" ] && echo "from $(cat "$SEXTANT_RESUME_FROM/weights")" >> %1$s
                """
                                .formatted(log)
                        + EPOCHS
                        + """
                        echo $epoch >> %1$s
                        checkpoint=
                        if [ $((epoch %% 2)) = 0 ]; then
                          mkdir $SEXTANT_CHECKPOINTS/e$epoch
                          echo weights of $epoch > $SEXTANT_CHECKPOINTS/e$epoch/weights
                          checkpoint=", \\"checkpoint\\": \\"e$epoch\\""
                        fi
                        echo "{\\"epoch\\": $epoch, \\"accuracy\\": 0.$epoch$checkpoint}"
                        done
                        """
                                .formatted(log));
        Checkpoint middle = reached(train(order(1, null, 3, program), RecordingReporter.thatContinues()));
        RecordingReporter second = RecordingReporter.thatContinues();

        train(order(2, middle, 5, program), second);

        assertThat(second.values("accuracy")).isEqualTo(Map.of(4, 0.4, 5, 0.5));
        assertThat(log).content().isEqualTo("1\n2\n3\nfrom weights of 2\n3\n4\n5\n");
    }

    @Test
    void saysHowAProgramEndedAndItsLastLines() throws Exception {
        RunResult result = train(script("echo reading data; echo 'no such file: x.csv' >&2; exit 3"));

        assertFailed(result, "no such file: x.csv; command (", ") ended with exit code 3 before it reported epoch 1");
        assertThat(((RunResult.Failed) result).details())
                .contains("reading data", "no such file: x.csv")
                .doesNotContain("ProgramLogException");
    }

    @Test
    void logsOfAProgramComeWithItsEpochsAndWithTheEnd() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();

        train(
                order(
                        1,
                        null,
                        2,
                        script(
                                """
                        echo reading data
                        printf 'a bell \\007 and a nul \\000.\\n' >&2; sleep 0.3
                        echo '{"epoch": 1, "accuracy": 0.5}'; sleep 0.3
                        echo out of memory >&2; exit 3
                        """)),
                reporter);

        assertThat(reporter.epochs()).singleElement().satisfies(epoch -> assertThat(text(epoch))
                .contains("reading data\n", "a bell \007 and a nul \000.\n"));
        assertThat(reporter.reports().get(reporter.reports().size() - 1))
                .isInstanceOfSatisfying(
                        RunReport.Logged.class, end -> assertThat(text(end)).isEqualTo("out of memory\n"));
    }

    private static String text(RunReport report) {
        return report.log().stream().map(LogPart::text).collect(Collectors.joining());
    }

    @Test
    void startsWithTheLastNonBlankLineOfStandardError() throws Exception {
        RunResult result = train(
                script(
                        """
                echo Traceback: >&2
                echo '  ValueError: bad learning rate' >&2
                echo >&2
                echo good bye
                exit 1
                """));

        assertThat(((RunResult.Failed) result).message()).startsWith("ValueError: bad learning rate; command (");
    }

    @Test
    void shortensALongLastLine() throws Exception {
        RunResult result = train(script("printf '%01000d' 7 >&2; exit 1"));

        assertFailed(result, "0".repeat(200) + "...; command (", "ended with exit code 1");
    }

    @Test
    void refusesInvalidReports() throws Exception {
        assertFailed(train(script("echo '{\"epoch\": 1, oops'")), "printed a line that is not JSON");
        assertFailed(train(script("echo '{\"accuracy\": 1}'")), "has no whole number as \"epoch\"");
        assertFailed(train(script("echo '{\"epoch\": 2, \"accuracy\": 1}'")), "reported epoch 2 where epoch 1 is next");
        assertFailed(
                train(script("echo '{\"epoch\": 1, \"loss\": 1}'")),
                "did not report objective.metric (accuracy) for epoch 1, only loss");
        assertFailed(
                train(script("echo '{\"epoch\": 1, \"accuracy\": \"high\"}'")),
                "gives accuracy the value \"high\", which is not a number");
        assertFailed(
                train(script("echo '{\"epoch\": 1, \"accuracy\": 1, \"checkpoint\": \"none\"}'")),
                "named the checkpoint (none) after epoch 1, which does not exist");
        assertFailed(
                train(script("echo '{\"epoch\": 1, \"accuracy\": 1, \"checkpoint\": \"../config.json\"}'")),
                "named the checkpoint (../config.json)");
        assertFailed(
                train(script("echo '{\"epoch\": 1, \"accuracy\": 1}'")),
                "ended without an error before it reported epoch 2");
    }

    @Test
    void refusesMetricNamesThatCannotBeStored() throws Exception {
        assertFailed(
                trainReporting("a\\u0000b"), "Metric (a\uFFFDb) has a character in its name that cannot be stored");
        assertFailed(
                trainReporting("a\\ud800b"), "Metric (a\uFFFDb) has a character in its name that cannot be stored");
        assertFailed(
                trainReporting("m".repeat(6000)),
                "Metric (" + "m".repeat(40) + "...) has a name of 6000 characters; use at most 200");
        assertFailed(trainReporting(" "), "Metric ( ) has a blank name; give it one");
    }

    @Test
    void keepsAHundredMetricsOfALineAndSaysSo() throws Exception {
        StringBuilder metrics = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            metrics.append(", \"a").append(i).append("\": ").append(i);
        }
        for (int epoch = 1; epoch <= 2; epoch++) {
            Files.writeString(
                    folder.resolve(epoch + ".json"), "{\"epoch\": " + epoch + ", \"accuracy\": 1" + metrics + "}\n");
        }
        RecordingReporter reporter = RecordingReporter.thatContinues();

        reached(train(order(1, null, 2, script("cat " + folder + "/1.json " + folder + "/2.json")), reporter));

        assertThat(reporter.epochs())
                .hasSize(2)
                .allSatisfy(epoch -> assertThat(epoch.metrics()).hasSize(100).containsKeys("accuracy", "a0"));
        assertThat(reporter.reports())
                .filteredOn(RunReport.MetricsDropped.class::isInstance)
                .containsExactly(
                        new RunReport.MetricsDropped(reporter.epochs().get(0).key(), 20_001, 100));
    }

    private RunResult trainReporting(String metric) throws Exception {
        Path line = Files.writeString(
                folder.resolve("line.json"), "{\"epoch\": 1, \"accuracy\": 1, \"" + metric + "\": 2}\n");
        return train(script("cat " + line));
    }

    @Test
    void refusesACheckpointNameThatWasUsedBeforeInTheRun() throws Exception {
        RunResult result = train(
                script(
                        EPOCHS
                                + """
                echo weights of $epoch > $SEXTANT_CHECKPOINTS/model
                echo "{\\"epoch\\": $epoch, \\"accuracy\\": 0.$epoch, \\"checkpoint\\": \\"model\\"}"
                done
                """));

        assertFailed(
                result,
                "named the checkpoint (model) after epoch 2 and after an earlier one of this run; give each "
                        + "a new name, such"
                        + " as epoch-2");
    }

    @Test
    void saysThatAProgramIsNotFound() throws Exception {
        assertFailed(
                train(Map.of("command", List.of("no-such-program-at-all"))), "is the program on the executor's PATH?");
    }

    @Test
    void refusesAPlaceholderThatIsNotASetting() throws Exception {
        assertFailed(
                train(Map.of("command", List.of("echo", "--lr={learning_rat}"), "learning_rate", 0.1)),
                "{learning_rat} in command is not a setting of this trial, which has learning_rate");
    }

    @Test
    void passesArgumentsLiterallyAndFillsPlaceholders() throws Exception {
        Path seen = folder.resolve("seen");
        Path script = Files.writeString(
                folder.resolve("show.sh"),
                """
                for each in "$@"; do echo "$each" >> %s; done
                echo '{"epoch": 1, "accuracy": 1}'
                """
                        .formatted(seen));

        reached(train(
                order(
                        1,
                        null,
                        1,
                        Map.of(
                                "command",
                                List.of("sh", script.toString(), "$(id); `id`", "--lr={learning_rate}", "a  b", ""),
                                "learning_rate",
                                0.25)),
                RecordingReporter.thatContinues()));

        assertThat(seen).content().isEqualTo("$(id); `id`\n--lr=0.25\na  b\n\n");
    }

    @Test
    void detectsThatAProgramDiverged() throws Exception {
        RunResult result = train(script("echo '{\"epoch\": 1, \"accuracy\": 0.1, \"loss\": NaN}'"));

        assertThat(result).isInstanceOfSatisfying(RunResult.Failed.class, failed -> assertThat(failed.kind())
                .isEqualTo(FailureKind.DIVERGED));
    }

    @Test
    void endsWhenTheProgramWantsNoMoreEpochs() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();

        RunResult result =
                train(order(1, null, 9, script("echo '{\"epoch\": 1, \"accuracy\": 0.5, \"done\": true}'")), reporter);

        assertThat(result).isInstanceOf(RunResult.Reached.class);
        RunResult.Reached reached = (RunResult.Reached) result;
        assertThat(reached.done()).isTrue();
        assertThat(reached.checkpoint().epoch()).isEqualTo(1);
        RunResult again = train(order(2, reached.checkpoint(), 9, script("exit 1")), reporter);
        assertThat(again)
                .as("cut off before its answer: the program is not started again")
                .isEqualTo(new RunResult.Reached(again.key(), true, reached.checkpoint()));
    }

    @Test
    void readsMegabytesOfLogWithoutWaitingForTheirEnd() throws Exception {
        RunResult result = train(
                order(
                        1,
                        null,
                        1,
                        script(
                                """
                                head -c 8000000 /dev/zero | tr '\\0' x
                                head -c 8000000 /dev/zero | tr '\\0' y >&2
                                echo
                                echo '{"epoch": 1, "accuracy": 0.5}'
                                """)),
                RecordingReporter.thatContinues());

        reached(result);
    }

    @Test
    void keepsOnlyTheNewestOfTheProgramsCheckpoints() throws Exception {
        Path log = folder.resolve("files.log");
        reached(train(
                order(
                        1,
                        null,
                        3,
                        script(EPOCHS
                                + """
                                [ $epoch = 3 ] && while [ -e $SEXTANT_CHECKPOINTS/e1 ]; do :; done
                                echo state > $SEXTANT_CHECKPOINTS/e$epoch
                                ls $SEXTANT_CHECKPOINTS > %s
                                echo "{\\"epoch\\": $epoch, \\"accuracy\\": 0.5, \\"checkpoint\\": \\"e$epoch\\"}"
                                done
                                """
                                        .formatted(log))),
                RecordingReporter.thatContinues()));

        assertThat(log).content().isEqualTo("e2\ne3\n");
    }

    @Test
    void abandonedRunLeavesNoProcessBehindThoughGrandchildrenIgnoreTheSignal() throws Exception {
        RecordingReporter reporter = RecordingReporter.thatSays(Directive.ABANDON, 1);

        RunResult result = train(order(1, null, 9, stubborn()), reporter);

        assertThat(result).isInstanceOf(RunResult.Stopped.class);
        assertThat(isAlive(pid("grandchild"))).isFalse();
        assertThat(isAlive(pid("program"))).isFalse();
        assertThat(isAlive(pid("escaped"))).isFalse();
    }

    @Test
    void interruptedRunLeavesNoProcessBehind() throws Exception {
        CountDownLatch training = new CountDownLatch(1);
        RecordingReporter reporter = RecordingReporter.that(report -> {
            if (report instanceof RunReport.EpochDone) {
                training.countDown();
            }
            return Directive.CONTINUE;
        });
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<RunResult> run = executor.submit(() -> train(order(1, null, 9, stubborn()), reporter));
            training.await();
            assertThat(isAlive(pid("grandchild"))).isTrue();
            executor.shutdownNow();

            assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            executor.shutdownNow();
        }
        assertThat(isAlive(pid("grandchild"))).isFalse();
        assertThat(isAlive(pid("program"))).isFalse();
        assertThat(isAlive(pid("escaped"))).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noProcessOutlivesAnExecutorThatIsKilled() throws Exception {
        Process executor = executor(stubbornScript(), 0.3, Directive.CONTINUE);
        try {
            assertThat(executor.inputReader().readLine()).isEqualTo("epoch 1");
            List<Long> pids = List.of(pid("program"), pid("grandchild"), pid("escaped"));
            assertThat(pids).allMatch(CommandRunTest::isAlive);

            executor.destroyForcibly().waitFor();

            awaitEnd(pids);
        } finally {
            executor.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void programThatHasSigtermIsKilledThoughItsExecutorWasKilledFirst() throws Exception {
        Path deaf = Files.writeString(
                folder.resolve("deaf.sh"),
                """
                trap 'echo asked > %1$s/asked' TERM
                echo $$ > %1$s/program
                echo '{"epoch": 1, "accuracy": 0.5}'
                while :; do sleep 0.05; done
                """
                        .formatted(folder));
        Process executor = executor(deaf, 2, Directive.ABANDON);
        try {
            while (!Files.exists(folder.resolve("asked"))) {
                assertThat(executor.isAlive()).isTrue();
                TimeUnit.MILLISECONDS.sleep(5);
            }
            executor.destroyForcibly().waitFor();

            awaitEnd(List.of(pid("program")));
        } finally {
            executor.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void programMaySaveWhenItsExecutorIsKilled() throws Exception {
        Process executor = executor(savingScript(), 3600, Directive.CONTINUE);
        try {
            assertThat(executor.inputReader().readLine()).isEqualTo("epoch 1");
            List<Long> pids = List.of(pid("program"), pid("escaped"));

            executor.destroyForcibly().waitFor();

            awaitEnd(pids);
            assertThat(folder.resolve("saved")).content().isEqualTo("program\n");
            assertThat(folder.resolve("escaped-saved")).content().isEqualTo("escaped\n");
        } finally {
            executor.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void programIsAskedOnceToEnd() throws Exception {
        Map<String, Object> settings =
                Map.of("command", List.of("sh", savingScript().toString()), "grace_seconds", 3600);
        RecordingReporter reporter = RecordingReporter.thatSays(Directive.ABANDON, 1);

        train(order(1, null, 3, settings), reporter);

        assertThat(List.of(pid("program"), pid("escaped"))).noneMatch(CommandRunTest::isAlive);
        assertThat(folder.resolve("saved")).content().isEqualTo("program\n");
        assertThat(folder.resolve("escaped-saved")).content().isEqualTo("escaped\n");
    }

    /** Starts a process, in place of an executor, that trains a run and answers each epoch with a directive. */
    private Process executor(Path script, double graceSeconds, Directive directive) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecutorProcess.class.getName(),
                        folder.toString(),
                        script.toString(),
                        Double.toString(graceSeconds),
                        directive.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitEnd(List<Long> pids) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (pids.stream().anyMatch(CommandRunTest::isAlive)) {
            assertThat(System.nanoTime()).as("processes %s still run", pids).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Trains a run in a process of its own, in place of an executor, that can be killed. */
    static final class ExecutorProcess {
        private ExecutorProcess() {}

        @SuppressWarnings("SystemOut") // A line on standard output is how this process talks to the test.
        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Path.of(arguments[0]);
            Map<String, Object> settings =
                    Map.of("command", List.of("sh", arguments[1]), "grace_seconds", Double.parseDouble(arguments[2]));
            RunOrder order = order(folder, new RunKey(1, 1, 1, 1), 1, null, 9, settings);
            loop(folder).train(order, report -> {
                if (report instanceof RunReport.EpochDone done) {
                    System.out.println("epoch " + done.epoch());
                    return Directive.valueOf(arguments[3]);
                }
                return Directive.CONTINUE;
            });
        }
    }

    /** A program with a child in the background and one in a session of its own; all ignore SIGTERM. */
    private Map<String, Object> stubborn() throws IOException {
        return Map.of("command", List.of("sh", stubbornScript().toString()), "grace_seconds", 0.3);
    }

    private Path stubbornScript() throws IOException {
        return Files.writeString(
                folder.resolve("stubborn.sh"),
                """
                trap '' TERM
                echo $$ > %1$s/program
                ( sh -c 'echo $$ > %1$s/grandchild; while :; do sleep 0.05; done' & )
                ( setsid sh -c 'echo $$ > %1$s/escaped; while :; do sleep 0.05; done' & )
                while [ ! -s %1$s/grandchild ] || [ ! -s %1$s/escaped ]; do :; done
                echo '{"epoch": 1, "accuracy": 0.5}'
                while :; do sleep 0.05; done
                """
                        .formatted(folder));
    }

    /** A program that writes a file for each SIGTERM and ends a while later, and one like it in a session of its own. */
    private Path savingScript() throws IOException {
        Files.writeString(
                folder.resolve("escapes.sh"),
                """
                trap 'echo escaped >> %1$s/escaped-saved; left=5' TERM
                echo $$ > %1$s/escaped
                while [ "${left:-1}" -gt 0 ]; do sleep 0.05; [ -z "$left" ] || left=$((left - 1)); done
                """
                        .formatted(folder));
        return Files.writeString(
                folder.resolve("saves.sh"),
                """
                # The shell says that its sleep was terminated, and would end by a broken pipe.
                exec 2>/dev/null
                trap 'echo program >> %1$s/saved; left=5' TERM
                echo $$ > %1$s/program
                ( setsid sh %1$s/escapes.sh & )
                while [ ! -s %1$s/escaped ]; do :; done
                echo '{"epoch": 1, "accuracy": 0.5}'
                while [ "${left:-1}" -gt 0 ]; do sleep 0.05; [ -z "$left" ] || left=$((left - 1)); done
                """
                        .formatted(folder));
    }

    private long pid(String name) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(name)).strip());
    }

    /** A process that has ended but is not reaped counts as ended. */
    private static boolean isAlive(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        try {
            String line = Files.readString(stat);
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false; // it has just been reaped
        }
    }

    private static void requirePython() throws IOException, InterruptedException {
        boolean present;
        try {
            present = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            present = false;
        }
        assumeThat(present)
                .as("SKIPPED: the Python example is not tested, as python3 is not on the PATH")
                .isTrue();
    }

    private Map<String, Object> script(String text) throws IOException {
        Path file = Files.createTempFile(folder, "program", ".sh");
        Files.writeString(file, text);
        return Map.of("command", List.of("sh", file.toString()));
    }

    private RunResult train(Map<String, Object> settings) throws InterruptedException {
        return train(order(1, null, 3, settings), RecordingReporter.thatContinues());
    }

    private RunResult train(RunOrder order, RecordingReporter reporter) throws InterruptedException {
        RunResult result = loop(folder).train(order, reporter);
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
        return result;
    }

    private static RunLoop loop(Path folder) {
        return new RunLoop("host-1", "1", "cpu", folder.resolve("scratch"), folder.resolve("cache"));
    }

    private RunOrder order(int run, Checkpoint checkpoint, int toEpoch, Map<String, Object> settings) {
        return order(new RunKey(1, 1, run, 1), 42, checkpoint, toEpoch, settings);
    }

    private RunOrder order(RunKey key, long seed, Checkpoint checkpoint, int toEpoch, Map<String, Object> settings) {
        return order(folder, key, seed, checkpoint, toEpoch, settings);
    }

    private static RunOrder order(
            Path folder, RunKey key, long seed, Checkpoint checkpoint, int toEpoch, Map<String, Object> settings) {
        return new RunOrder(
                key,
                "moons",
                "command",
                2,
                new TreeMap<>(settings),
                seed,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                LearningCurve.of(new double[checkpoint == null ? 0 : checkpoint.epoch()]),
                Optional.ofNullable(checkpoint).stream().toList(),
                toEpoch,
                9,
                List.of(9),
                folder.resolve("checkpoints").toString(),
                Duration.ofDays(1),
                1);
    }

    private static Checkpoint reached(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Reached.class);
        Checkpoint checkpoint = ((RunResult.Reached) result).checkpoint();
        assertThat(Path.of(URI.create(checkpoint.uri()))).exists();
        return checkpoint;
    }

    private static void assertFailed(RunResult result, String... messages) {
        assertThat(result).isInstanceOfSatisfying(RunResult.Failed.class, failed -> {
            assertThat(failed.message()).contains(messages);
            assertThat(failed.kind()).isEqualTo(FailureKind.TRAINER_ERROR);
        });
    }
}
