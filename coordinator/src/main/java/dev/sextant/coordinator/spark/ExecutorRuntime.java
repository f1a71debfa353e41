package dev.sextant.coordinator.spark;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.worker.RunLoop;
import dev.sextant.worker.image.refit.RefitImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.SignalUtils;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.runtime.AbstractFunction0;

/**
 * The worker of this executor process, the data that its tasks share, and its connection to the driver. Safe for use by
 * many threads.
 */
public final class ExecutorRuntime {
    /** Spark property: folder shared by all runs on a host; in the user's home there by default. */
    static final String CACHE = "spark.sextant.cache";

    /** Spark property: the {@link WorkFolder} of executors on the driver's machine. */
    static final String WORK = "spark.sextant.work";

    /** Spark's name for an executor inside the driver's own process. */
    private static final String DRIVER = "driver";

    private static final Logger log = LoggerFactory.getLogger(ExecutorRuntime.class);

    private static volatile ExecutorRuntime current;

    private final PluginContext context;
    private final ExecutorLocation location;
    private final RunLoop worker;
    private final RefitImages refitImages;

    private ExecutorRuntime(PluginContext context, ExecutorLocation location, RunLoop worker) {
        this.context = context;
        this.location = location;
        this.worker = worker;
        this.refitImages = new RefitImages(location.device(), location.cache());
    }

    static synchronized ExecutorRuntime start(PluginContext context) throws IOException {
        if (!context.executorID().equals(DRIVER)) {
            ignoreInterrupts();
            if (context.conf().contains(WORK)) {
                WorkFolder.join(Path.of(context.conf().get(WORK)));
            }
        }
        // The cluster manager deletes this folder after the application, also if this process is killed.
        Path scratch = Path.of(Utils.getLocalDir(context.conf()));
        Path cache = Path.of(context.conf()
                .get(
                        CACHE,
                        Path.of(System.getProperty("user.home"), ".sextant", "cache")
                                .toString()));
        ExecutorLocation location = new ExecutorLocation(HostName.local(), device(context), cache);
        RunLoop worker = new RunLoop(location.host(), context.executorID(), location.device(), scratch, cache);
        ExecutorRuntime runtime = new ExecutorRuntime(context, location, worker);
        current = runtime;
        RunLogAppender.install();
        WorkProgress.reportTo(new WorkMessages(runtime::tell, MonotonicClock.SYSTEM));
        // The first run comes later: when all executors have registered and the search has proposed.
        Thread preparing = new Thread(runtime::prepare, "preparing");
        preparing.setDaemon(true);
        preparing.start();
        return runtime;
    }

    /** Prepares for the driver's study. It is asked for, because everybody may read Spark's properties on its web pages. */
    private void prepare() {
        try {
            String study = (String) context.ask(new StudyQuestion());
            if (!study.isEmpty()) {
                worker.prepare(SpecJson.read(study));
            }
        } catch (Exception e) { // Scala throws checked exceptions that javac does not know of
            log.debug("Nothing is prepared: the driver did not name its study", e);
        }
    }

    /** Frees the data that tasks shared. */
    void stop() {
        refitImages.close();
    }

    /**
     * Ignores Ctrl-C. A terminal sends it to all its processes, also to executors on the driver's own machine, but these
     * must first end their epochs as the driver tells them.
     */
    private static void ignoreInterrupts() {
        SignalUtils.register("INT", new AbstractFunction0<>() {
            @Override
            public Object apply() {
                return true; // handled
            }
        });
    }

    /**
     * Returns the runtime of this process.
     *
     * @throws IllegalStateException if the executor runs without Sextant's plugin
     */
    public static ExecutorRuntime current() {
        ExecutorRuntime runtime = current;
        if (runtime == null) {
            throw new IllegalStateException(
                    "This executor runs without Sextant's plugin. Do not set spark.plugins, or add "
                            + SextantPlugin.class.getName());
        }
        return runtime;
    }

    String id() {
        return context.executorID();
    }

    String host() {
        return location.host();
    }

    String device() {
        return location.device();
    }

    /** Returns the images of refits, which stay in this process from task to task. */
    public RefitImages refitImages() {
        return refitImages;
    }

    /**
     * Trains a run, and reports to the driver.
     *
     * @throws IllegalStateException if Spark itself has retried the task: the coordinator decides about retries
     */
    RunResult train(RunOrder order) throws InterruptedException {
        TaskContext task = TaskContext.get();
        if (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0) {
            throw new IllegalStateException(
                    "Spark retried " + order.key() + " by itself; the coordinator decides about retries");
        }
        return worker.train(order, this::ask);
    }

    private Directive ask(RunReport report) {
        try {
            return Directive.valueOf((String) context.ask(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException("The driver did not answer a report of " + report.key(), e));
        }
    }

    /** Tells the driver without waiting for an answer. A driver that is gone is noticed by the next report of a run. */
    private void tell(WorkMessage message) {
        try {
            context.send(message);
        } catch (IOException e) {
            log.debug("The driver was not told about {}", message, e);
        }
    }

    private static String device(PluginContext context) {
        ResourceInformation gpus = context.resources().get("gpu");
        return gpus == null || gpus.addresses().length == 0 ? "cpu" : "gpu " + String.join(",", gpus.addresses());
    }
}
