package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;

/**
 * Loads the inputs of a run: images, features, networks.
 *
 * @param <T> type of the inputs
 */
@FunctionalInterface
public interface InputLoader<T> {
    /** Loads the inputs. */
    T load() throws IOException, UnusableData, TrainingFailure, InterruptedException;

    /**
     * Selects the device of the run and loads the inputs.
     *
     * @throws TrainingFailure of the kind that fits the cause: {@code BAD_DATA} for unusable data, {@code LOST}
     *     when the run was interrupted, {@code TRAINER_ERROR} when a file could not be read
     */
    static <T> T load(TrialContext context, InputLoader<T> loader) throws TrainingFailure {
        ComputeDevice.use(context.device(), context.threads());
        try {
            return loader.load();
        } catch (UnusableData e) {
            throw e.failure();
        } catch (InterruptedException e) {
            // Loading a large folder takes minutes, so the run may be interrupted. The flag tells the caller so.
            Thread.currentThread().interrupt();
            throw new TrainingFailure(FailureKind.LOST, "The run was interrupted while its images were loaded", e);
        } catch (IOException e) {
            throw new TrainingFailure(FailureKind.TRAINER_ERROR, "Cannot read the images: " + e.getMessage(), e);
        }
    }
}
