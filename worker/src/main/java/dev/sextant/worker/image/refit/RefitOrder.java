package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrialContext;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Data from which executors prepare the same images as the driver. Sent to executors.
 *
 * @param study name of the study
 * @param trial number of the trial
 * @param seed seed of the trial
 * @param settings settings of the trainer, defaults included
 * @param objective metric of the study
 * @param maxEpochs epochs of the trial, which decide its phases
 * @param threads CPU threads per copy
 * @param rungs epochs at which the study compares trials
 * @param revision revision of the trainer that the study was created with
 * @param split fingerprint of the training images
 */
record RefitOrder(
        String study,
        int trial,
        long seed,
        TreeMap<String, Object> settings,
        String objective,
        int maxEpochs,
        int threads,
        List<Integer> rungs,
        int revision,
        String split)
        implements Serializable {

    static RefitOrder of(TrialContext context, String split) {
        return new RefitOrder(
                context.study(),
                context.trial(),
                context.seed(),
                new TreeMap<>(context.settings().values()),
                context.objective(),
                context.maxEpochs(),
                context.threads(),
                context.rungs(),
                context.revision(),
                split);
    }

    TrialContext context(String device, Path cache) {
        return new TrialContext(
                study,
                trial,
                seed,
                new Settings(settings),
                objective,
                0,
                maxEpochs,
                maxEpochs,
                device,
                threads,
                cache,
                cache,
                rungs,
                revision);
    }
}
