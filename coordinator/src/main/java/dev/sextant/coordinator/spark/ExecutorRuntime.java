package dev.sextant.coordinator.spark;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.worker.RunLoop;
import dev.sextant.worker.image.refit.RefitImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.SignalUtils;
import scala.runtime.AbstractFunction0;

/** The worker of this executor process, what its tasks share, and its line to the driver. Safe for use by many threads. */
public final class ExecutorRuntime {
    /** Spark property: the folder for what all runs on a host share; default: in the user's home there. */
    static final String CACHE = "spark.sextant.cache";

    /** Spark property: the study whose runs executors may get ready for, as JSON. */
    static final String STUDY = "spark.sextant.study";

    /** Spark's name for an executor inside the driver's own process. */
    private static final String DRIVER = "driver";

    private static volatile ExecutorRuntime current;

    private final PluginContext context;
    private final ExecutorLocation place;
    private final RunLoop worker;
    private final RefitImages refitImages;

    private ExecutorRuntime(PluginContext context, ExecutorLocation place, RunLoop worker) {
        this.context = context;
        this.place = place;
        this.worker = worker;
        this.refitImages = new RefitImages(place.device(), place.cache());
    }

    static synchronized ExecutorRuntime start(PluginContext context) {
        if (!context.executorID().equals(DRIVER)) {
            leaveInterruptsToTheDriver();
        }
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        Path cache = Path.of(context.conf()
                .get(
                        CACHE,
                        Path.of(System.getProperty("user.home"), ".sextant", "cache")
                                .toString()));
        ExecutorLocation place = new ExecutorLocation(HostName.local(), device(context), cache);
        RunLoop worker = new RunLoop(place.host(), context.executorID(), place.device(), scratch, cache);
        ExecutorRuntime runtime = new ExecutorRuntime(context, place, worker);
        current = runtime;
        String study = context.conf().get(STUDY, "");
        if (!study.isEmpty()) {
            // Runs come only when all executors are there and the driver has asked the search.
            Thread preparing = new Thread(() -> worker.prepare(SpecJson.read(study)), "preparing");
            preparing.setDaemon(true);
            preparing.start();
        }
        return runtime;
    }

    /** Frees what tasks shared. */
    void stop() {
        refitImages.close();
    }

    /**
     * A Ctrl-C at a terminal goes to all processes there, and so to executors on the driver's own machine: they are to
     * end their epochs first, as the driver will tell them.
     */
    private static void leaveInterruptsToTheDriver() {
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
     * @throws IllegalStateException when the executor runs without Sextant's plugin
     */
    public static ExecutorRuntime current() {
        ExecutorRuntime side = current;
        if (side == null) {
            throw new IllegalStateException(
                    "This executor runs without Sextant's plugin; leave spark.plugins to Sextant, or add "
                            + SextantPlugin.class.getName());
        }
        return side;
    }

    String host() {
        return place.host();
    }

    /** Returns the images of refits, which stay in this process from task to task. */
    public RefitImages refitImages() {
        return refitImages;
    }

    /** @throws IllegalStateException when Spark has started the task again by itself: retries are the coordinator's */
    RunResult train(RunOrder order) throws InterruptedException {
        TaskContext task = TaskContext.get();
        if (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0) {
            throw new IllegalStateException("Spark started " + order.key() + " again after it had lost its executor");
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

    private static String device(PluginContext context) {
        ResourceInformation gpus = context.resources().get("gpu");
        return gpus == null || gpus.addresses().length == 0 ? "cpu" : "gpu " + String.join(",", gpus.addresses());
    }
}
