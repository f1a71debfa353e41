package dev.sextant.coordinator.refit;

import dev.sextant.common.trainer.Settings;
import java.util.Set;

/** The number of epochs of a refit. */
final class RefitLength {
    /** Schedules whose learning rate decays until the last epoch, so that fewer epochs are an unfinished training. */
    private static final Set<String> DECAYING = Set.of("one_cycle", "cosine");

    private RefitLength() {}

    /**
     * Returns the epochs of the trial if its learning rate decayed to the end, because then it is chance which of the
     * last epochs was best. Returns the best epoch for other schedules and with early stopping.
     *
     * @param settings complete settings of the trial
     * @param bestEpoch epoch of the best value
     * @param trainedEpochs epochs that the trial was trained
     */
    static int epochs(Settings settings, int bestEpoch, int trainedEpochs) {
        boolean decaysToEnd = DECAYING.contains(settings.text("schedule")) && !settings.flag("early_stopping");
        return decaysToEnd ? trainedEpochs : bestEpoch;
    }
}
