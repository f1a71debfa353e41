package dev.sextant.coordinator.spark;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunReport;
import dev.sextant.coordinator.schedule.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * The connection between executors and the driver. Spark creates one instance on each side ({@code spark.plugins}) and
 * carries messages between them. Because Spark creates it by name, both sides are static: one study per driver, one worker
 * per executor.
 */
public final class SextantPlugin implements SparkPlugin {
    private static final AtomicReference<RunListener> LISTENER = new AtomicReference<>();
    private static final AtomicReference<String> STUDY = new AtomicReference<>("");

    /**
     * Sets what executors prepare for when they start. Called before the application starts.
     *
     * @param study specification of a study, JSON; empty for nothing
     */
    static void prepareFor(String study) {
        STUDY.set(study);
    }

    /** Sets the receiver of reports from now on. Called before the first run is dispatched. */
    static void reportTo(RunListener listener) {
        LISTENER.set(listener);
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext context, PluginContext plugin) {
                return Map.of();
            }

            @Override
            public Object receive(Object message) {
                if (message instanceof StudyQuestion) {
                    return STUDY.get();
                }
                RunListener listener = LISTENER.get();
                if (message instanceof WorkMessage work) {
                    if (listener != null) {
                        listener.working(work.work(), work.done(), work.total());
                    }
                    return null;
                }
                Directive answer = listener == null ? Directive.ABANDON : listener.report((RunReport) message);
                // A string, because executors read answers on a thread that cannot load classes of a submitted jar.
                return answer.name();
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            private ExecutorRuntime runtime;

            @Override
            public void init(PluginContext context, Map<String, String> extraConf) {
                try {
                    runtime = ExecutorRuntime.start(context);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void shutdown() {
                runtime.stop();
            }
        };
    }
}
