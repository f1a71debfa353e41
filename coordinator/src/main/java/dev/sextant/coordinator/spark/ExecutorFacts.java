package dev.sextant.coordinator.spark;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.FolderProbe;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.device.NativeHelpers;
import java.io.Serializable;
import java.time.Instant;

/**
 * What an executor says about itself.
 *
 * @param id Spark's name of the executor
 * @param processors number of processors that the process may use
 * @param heapBytes largest size of the Java heap
 * @param device e.g. {@code cpu} or {@code gpu 0}
 * @param natives native helpers in use; empty if there are none
 * @param nativesProblem why ND4J does not start; empty if it does
 * @param clock the time there
 * @param folder whether the executor shares the driver's folder
 */
public record ExecutorFacts(
        String id,
        String host,
        int processors,
        long heapBytes,
        String device,
        String natives,
        String nativesProblem,
        Instant clock,
        FolderProbe.Answer folder)
        implements Serializable {
    /** Returns the facts of this process. The clock is read last, because ND4J takes seconds to start. */
    static ExecutorFacts here(FolderProbe probe) {
        ExecutorRuntime runtime = ExecutorRuntime.current();
        FolderProbe.Answer folder = probe.readProbe(runtime.host());
        String nativesProblem = whyNd4jDoesNotStart();
        return new ExecutorFacts(
                runtime.id(),
                runtime.host(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                runtime.device(),
                NativeHelpers.inUse(),
                nativesProblem,
                Instant.now(),
                folder);
    }

    private static String whyNd4jDoesNotStart() {
        try {
            ComputeDevice.requireNd4j();
            return "";
        } catch (TrainingFailure e) {
            return e.getMessage();
        }
    }
}
