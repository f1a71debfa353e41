package dev.sextant.worker;

import dev.sextant.common.run.Reporter;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one run from its order to its result. One instance an executor; safe for use by many threads. */
public final class RunLoop {
    private static final Logger log = LoggerFactory.getLogger(RunLoop.class);
    private static final RunKey NO_RUN = new RunKey(0, 0, 0, 0);

    private final Worker worker;
    /** Found once, by the first run: looking through the class path takes milliseconds. */
    private volatile Trainers installed;

    /**
     * @param host this executor's host name
     * @param executor its id in the Spark application
     * @param device which device runs train on, e.g. {@code cpu}
     * @param scratch a local folder for runs' temporary files
     * @param cache a local folder shared by all runs on this host
     */
    public RunLoop(String host, String executor, String device, Path scratch, Path cache) {
        this(host, executor, device, scratch, cache, System::nanoTime);
    }

    RunLoop(String host, String executor, String device, Path scratch, Path cache, LongSupplier nanoClock) {
        this.worker = new Worker(host, executor, device, scratch, cache, nanoClock);
    }

    /**
     * Trains the run. Never throws for what a trainer or its data does wrong: that is a {@link RunResult.Failed}.
     *
     * @throws InterruptedException when the thread was interrupted: the run is being cut off
     * @throws java.io.UncheckedIOException when the coordinator cannot be reached
     */
    public RunResult train(RunOrder order, Reporter reporter) throws InterruptedException {
        if (order.checkpoint().isPresent() && order.fromEpoch() >= order.toEpoch()) {
            return new RunResult.Reached(order.key(), false, order.checkpoint().get());
        }
        try (RunFolder folder = folder(order)) {
            return new Training(worker, order, reporter, factory(order.trainer()), folder).toTheEnd();
        } catch (RunFailure failure) {
            return new RunResult.Failed(order.key(), failure.kind(), failure.getMessage(), failure.details());
        }
    }

    /** Gets ready what the runs of a study begin with, see {@link TrainerFactory#prepare}. Never throws. */
    public void prepare(StudySpec study) {
        try (RunFolder folder = RunFolder.create(worker.scratch(), NO_RUN)) {
            Files.createDirectories(worker.cache());
            TrainerFactory factory = trainers().find(study.trainer().type()).orElseThrow();
            factory.prepare(context(study, factory, folder), searched(study));
        } catch (Exception | LinkageError e) {
            log.info("What the first run needs could not be made ready: {}", e.toString());
        }
    }

    private TrialContext context(StudySpec study, TrainerFactory factory, RunFolder folder) {
        return new TrialContext(
                study.name(),
                NO_RUN.trial(),
                study.search().seed(),
                Settings.withDefaults(factory.settings(), study.trainer().settings()),
                study.objective().metric(),
                0,
                study.fidelity().minEpochs(),
                study.fidelity().maxEpochs(),
                worker.device(),
                study.cluster().cpusPerTrial(),
                folder.trainer(),
                worker.cache());
    }

    private static Set<String> searched(StudySpec study) {
        return study.space().parameters().stream().map(Parameter::name).collect(Collectors.toSet());
    }

    private RunFolder folder(RunOrder order) throws RunFailure {
        try {
            Files.createDirectories(worker.cache());
            return RunFolder.create(worker.scratch(), order.key());
        } catch (IOException e) {
            throw RunFailure.surroundings("Cannot make a folder for the run", worker.scratch(), e);
        }
    }

    private TrainerFactory factory(String type) throws RunFailure {
        Trainers trainers;
        try {
            trainers = trainers();
        } catch (IllegalStateException | ServiceConfigurationError e) {
            throw RunFailure.of("Looking for the trainers on this executor", worker.scratch(), e);
        }
        return trainers.find(type)
                .orElseThrow(() -> RunFailure.trainerError("trainer.type (" + type
                        + ") is not known on this executor; known are " + String.join(", ", trainers.types())
                        + ". Add the trainer's jar to the executors with spark-submit --jars"));
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
