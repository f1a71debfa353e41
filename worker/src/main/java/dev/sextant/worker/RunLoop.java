package dev.sextant.worker;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.run.LogPart;
import dev.sextant.common.run.Reporter;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.log.RunLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains runs, each from its order to its result. There is one instance per executor; safe for use by many threads. */
public final class RunLoop {
    private static final Logger log = LoggerFactory.getLogger(RunLoop.class);
    private static final RunKey NO_RUN = new RunKey(0, 0, 0, 0);

    private final ExecutorContext context;
    /** Trainers on the class path, found by the first run because the search takes milliseconds; null before. */
    private volatile Trainers installed;

    /**
     * Creates the loop of an executor.
     *
     * @param host this executor's host name
     * @param executor its id in the Spark application
     * @param device device that runs train on, e.g. {@code cpu}
     * @param scratch local folder for temporary files of runs
     * @param cache local folder shared by all runs on this host
     */
    public RunLoop(String host, String executor, String device, Path scratch, Path cache) {
        this(host, executor, device, scratch, cache, MonotonicClock.SYSTEM);
    }

    RunLoop(String host, String executor, String device, Path scratch, Path cache, MonotonicClock clock) {
        this.context = new ExecutorContext(host, executor, device, scratch, cache, clock);
    }

    /**
     * Trains the run. A failure of the trainer or its data is not thrown but returned as a {@link RunResult.Failed}.
     *
     * @throws InterruptedException if the thread was interrupted because the run is canceled
     * @throws java.io.UncheckedIOException if the coordinator cannot be reached
     */
    public RunResult train(RunOrder order, Reporter reporter) throws InterruptedException {
        if (order.checkpoint().isPresent() && order.fromEpoch() >= order.toEpoch()) {
            return new RunResult.Reached(order.key(), false, order.checkpoint().get());
        }
        try (RunLog log = RunLog.open()) {
            RunResult result = train(order, reporter, log);
            List<LogPart> rest = log.take();
            if (!rest.isEmpty()) {
                reporter.report(new RunReport.Logged(order.key(), rest));
            }
            return result;
        }
    }

    private RunResult train(RunOrder order, Reporter reporter, RunLog runLog) throws InterruptedException {
        try (RunFolder folder = folder(order)) {
            return new Training(context, order, reporter, factory(order.trainer()), folder, runLog).run();
        } catch (RunFailure failure) {
            log.info("{} failed: {}", order.key(), failure.getMessage());
            return new RunResult.Failed(order.key(), failure.kind(), failure.getMessage(), failure.details());
        }
    }

    /** Prepares the runs of a study, see {@link TrainerFactory#prepare}. Never throws. */
    public void prepare(StudySpec study) {
        try (RunFolder folder = RunFolder.create(context.scratch(), NO_RUN)) {
            OwnerOnly.createDirectories(context.cache());
            TrainerFactory factory = trainers().find(study.trainer().type()).orElseThrow();
            factory.prepare(context(study, factory, folder), searched(study));
        } catch (Exception | LinkageError e) {
            log.info(
                    "Cannot prepare the runs of study {}; the first run will do the work itself: {}",
                    study.name(),
                    e.toString());
        }
    }

    private TrialContext context(StudySpec study, TrainerFactory factory, RunFolder folder) {
        return new TrialContext(
                study.name(),
                NO_RUN.trial(),
                study.search().seed(),
                Settings.withDefaults(
                        factory.settings(study.trainer().revision()),
                        study.trainer().settings()),
                study.objective().metric(),
                0,
                study.fidelity().minEpochs(),
                study.fidelity().maxEpochs(),
                context.device(),
                study.cluster().cpusPerTrial(),
                folder.trainer(),
                context.cache(),
                study.fidelity().rungs(),
                study.trainer().revision());
    }

    private static Set<String> searched(StudySpec study) {
        return study.space().parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    }

    private RunFolder folder(RunOrder order) throws RunFailure {
        try {
            OwnerOnly.createDirectories(context.cache());
            return RunFolder.create(context.scratch(), order.key());
        } catch (IOException e) {
            throw RunFailure.environment("Cannot create a folder for the run", context.scratch(), e);
        }
    }

    private TrainerFactory factory(String type) throws RunFailure {
        Trainers trainers;
        try {
            trainers = trainers();
        } catch (IllegalStateException | ServiceConfigurationError e) {
            throw RunFailure.of("Looking for the trainers on this executor", context.scratch(), e);
        }
        return trainers.find(type)
                .orElseThrow(() -> RunFailure.trainerError("trainer.type (" + type
                        + ") is not known on this executor, which has " + String.join(", ", trainers.types())
                        + "; add the trainer's jar to the executors with spark-submit --jars"));
    }

    private Trainers trainers() {
        Trainers found = installed;
        if (found == null) {
            found = Trainers.installed();
            installed = found;
        }
        return found;
    }
}
