package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;

/** Reads what a run begins with: images, networks. */
@FunctionalInterface
public interface RunInputs<T> {
    T read() throws IOException, UnusableData, TrainingFailure, InterruptedException;

    /** Reads on the device that the context names; what goes wrong has its kind of failure. */
    static <T> T guarded(TrialContext context, RunInputs<T> reading) throws TrainingFailure {
        ComputeDevice.use(context.device(), context.threads());
        try {
            return reading.read();
        } catch (UnusableData e) {
            throw e.failure();
        } catch (InterruptedException e) {
            // Reading a large folder takes minutes and may be cut off like training; the flag tells which it was.
            Thread.currentThread().interrupt();
            throw new TrainingFailure(FailureKind.LOST, "The run was cut off while its images were read", e);
        } catch (IOException e) {
            throw new TrainingFailure(FailureKind.TRAINER_ERROR, "Cannot read the images: " + e.getMessage(), e);
        }
    }
}
