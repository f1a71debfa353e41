package dev.sextant.worker.command;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trainer that runs a program: it starts the program at the first epoch and ends it with the run. */
final class CommandTrainer implements Trainer {
    private static final Logger log = LoggerFactory.getLogger(CommandTrainer.class);

    private static final long POLL_MILLIS = 100;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final int MAX_QUOTED_LINE = 200;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNAL_OFFSET = 128;

    private final TrialContext context;
    private final Path workingFolder;
    private final Path checkpoints;

    /** Checkpoints that the program has named in this run. */
    private final Set<Path> named = new HashSet<>();

    private Optional<RunningProgram> running = Optional.empty();

    /** Newest checkpoint that the program named, relative to its checkpoint folder. */
    private Optional<String> checkpoint = Optional.empty();

    /** Epoch after which the newest checkpoint was written; 0 if there is none. */
    private int checkpointEpoch;

    /** Epoch of the last report. */
    private int reportedEpoch;

    private boolean done;

    CommandTrainer(TrialContext context, Path workingFolder) {
        this.context = context;
        this.workingFolder = workingFolder;
        this.checkpoints = context.folder().resolve("checkpoints");
    }

    private record RunningProgram(List<String> command, ProcessGroup group, ProgramOutput output) {}

    @Override
    public void restore(Path file, int epoch) throws IOException, TrainingFailure {
        CheckpointArchive archive = CheckpointArchive.unpack(file, Files.createDirectories(checkpoints));
        if (archive.epoch() != epoch) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The checkpoint of epoch " + epoch + " holds epoch " + archive.epoch()
                            + "; the file belongs to another run");
        }
        done = archive.done();
        checkpoint = archive.name();
        checkpointEpoch = archive.checkpointEpoch();
        reportedEpoch = checkpointEpoch;
    }

    @Override
    public Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException {
        if (running.isEmpty()) {
            running = Optional.of(start());
        }
        RunningProgram program = running.get();
        // On resume the program repeats the epochs after its checkpoint, which were reported before.
        EpochLine line = nextReport(program);
        while (line.epoch() < epoch) {
            line = nextReport(program);
        }
        if (!line.metrics().containsKey(context.objective())) {
            throw failed(
                    program,
                    "did not report objective.metric (" + context.objective() + ") for epoch " + epoch + ", only "
                            + String.join(", ", line.metrics().keySet()));
        }
        done = line.done();
        return line.metrics();
    }

    private RunningProgram start() throws TrainingFailure {
        Optional<Path> resumeFrom = checkpoint.map(checkpoints::resolve);
        ProgramSetup setup = new ProgramSetup(context, checkpoints, checkpointEpoch, resumeFrom);
        List<String> command = setup.arguments();
        try {
            Files.createDirectories(checkpoints);
            setup.write();
            ProcessGroup group =
                    ProcessGroup.start(command, setup.environment(System.getenv()), workingFolder, grace());
            ProgramOutput output = new ProgramOutput(
                    context.study() + " trial " + context.trial(), group.standardOutput(), group.standardError());
            return new RunningProgram(command, group, output);
        } catch (IOException e) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "command (" + String.join(" ", command) + ") cannot be started: " + e.getMessage(),
                    e);
        }
    }

    private Duration grace() {
        return Duration.ofMillis(
                Math.round(context.settings().number(CommandTrainerFactory.GRACE_SECONDS) * MILLIS_PER_SECOND));
    }

    /** Waits for the report of the next epoch. */
    private EpochLine nextReport(RunningProgram program) throws TrainingFailure, InterruptedException {
        String text = nextLine(program);
        EpochLine line;
        try {
            line = EpochLine.parse(text);
        } catch (IllegalArgumentException e) {
            throw failed(program, "printed a line that " + e.getMessage() + ": " + quoted(text));
        }
        if (line.epoch() != reportedEpoch + 1) {
            throw failed(
                    program,
                    "reported epoch " + line.epoch() + " where epoch " + (reportedEpoch + 1)
                            + " is next; it must report each epoch after SEXTANT_FROM_EPOCH once, in order");
        }
        reportedEpoch = line.epoch();
        if (line.checkpoint().isPresent()) {
            adopt(program, line.checkpoint().get(), line.epoch());
        }
        return line;
    }

    private String nextLine(RunningProgram program) throws TrainingFailure, InterruptedException {
        while (true) {
            boolean alive = program.group().isAlive();
            if (!alive) {
                program.output().awaitEnd();
            }
            Optional<String> report = program.output().nextReport(alive ? POLL_MILLIS : 0);
            if (report.isPresent()) {
                return report.get();
            }
            if (!alive) {
                throw ended(program);
            }
        }
    }

    /** Puts the program's last error first: it is the cause, and narrow tables show only the beginning of a message. */
    private TrainingFailure ended(RunningProgram program) {
        String error = program.output().lastError();
        return failed(
                program,
                error.isEmpty() ? "" : quoted(error) + "; ",
                ending(program.group().exitCode()) + " before it reported epoch " + (reportedEpoch + 1));
    }

    private static String ending(int code) {
        return switch (code) {
            case 0 -> "ended without an error";
            case NOT_FOUND -> "ended with exit code 127 (is the program on the executor's PATH?)";
            case NOT_EXECUTABLE -> "ended with exit code 126 (is the file executable?)";
            default ->
                code > SIGNAL_OFFSET ? "was ended by signal " + (code - SIGNAL_OFFSET) : "ended with exit code " + code;
        };
    }

    /** Adopts a checkpoint that the program named and deletes the former one. */
    private void adopt(RunningProgram program, String name, int epoch) throws TrainingFailure {
        Path path = checkpoints.resolve(name).normalize();
        if (!path.startsWith(checkpoints) || path.equals(checkpoints) || !Files.exists(path)) {
            throw failed(
                    program,
                    "named the checkpoint (" + name + ") after epoch " + epoch + ", which does not exist in "
                            + "SEXTANT_CHECKPOINTS; write it there before printing the line");
        }
        if (!named.add(path)) {
            // The program may have continued and overwritten the file, so its epoch is not known.
            throw failed(
                    program,
                    "named the checkpoint (" + name + ") after epoch " + epoch
                            + " and after an earlier one of this run; give each a new name, such as epoch-"
                            + epoch);
        }
        checkpoint
                .filter(former -> !path.startsWith(checkpoints.resolve(former).normalize())
                        && !checkpoints.resolve(former).normalize().startsWith(path))
                .ifPresent(former -> delete(checkpoints.resolve(former)));
        checkpoint = Optional.of(checkpoints.relativize(path).toString());
        checkpointEpoch = epoch;
    }

    private static void delete(Path path) {
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            log.debug("Cannot delete former checkpoint {} before the run's end: {}", path, e.toString());
        }
    }

    private TrainingFailure failed(RunningProgram program, String problem) {
        return failed(program, "", problem);
    }

    private TrainingFailure failed(RunningProgram program, String prefix, String problem) {
        return new TrainingFailure(
                FailureKind.TRAINER_ERROR,
                prefix + "command (" + String.join(" ", program.command()) + ") " + problem,
                new ProgramLogException(program.output().lastLines()));
    }

    private static String quoted(String line) {
        return line.length() <= MAX_QUOTED_LINE ? line : line.substring(0, MAX_QUOTED_LINE) + "...";
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void save(Path file) throws IOException {
        new CheckpointArchive(reportedEpoch, done, checkpointEpoch, checkpoint).pack(checkpoints, file);
    }

    @Override
    public void close() {
        if (running.isEmpty()) {
            return;
        }
        ProcessGroup group = running.get().group();
        if (done || reportedEpoch >= context.toEpoch()) {
            group.endAfterProgram();
        } else {
            group.end();
        }
        running.get().output().close();
        running = Optional.empty();
    }
}
