package dev.sextant.worker.image.refit;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrialContext;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * What executors must know to prepare images as the driver would; crosses the wire to them.
 *
 * @param maxEpochs of the trial, from which its phases follow
 * @param split fingerprint of the images that train
 */
record RefitOrder(
        String study,
        int trial,
        long seed,
        TreeMap<String, Object> settings,
        String objective,
        int maxEpochs,
        int threads,
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
                cache);
    }
}
