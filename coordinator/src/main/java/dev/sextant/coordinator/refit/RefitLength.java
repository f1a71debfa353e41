package dev.sextant.coordinator.refit;

import dev.sextant.common.trainer.Settings;
import java.util.Set;

/** The number of epochs of a refit. */
final class RefitLength {
    /** Schedules whose learning rate decays until the last epoch, so that fewer epochs are an unfinished training. */
    private static final Set<String> DECAYING = Set.of("one_cycle", "cosine");

    private RefitLength() {}

    /**
     * Returns the last epoch of the schedule if the learning rate decayed up to it, because then it is chance which of
     * the last epochs was best. Returns the best epoch for other schedules and with early stopping. So a refit is never
     * shorter than the training of the model that the trial's value belongs to.
     *
     * @param settings complete settings of the trial
     * @param bestEpoch epoch of the trial's value
     * @param lastEpoch last epoch that the trial trained in the schedule of its best epoch
     */
    static int epochs(Settings settings, int bestEpoch, int lastEpoch) {
        boolean decaysToEnd = DECAYING.contains(settings.text("schedule")) && !settings.flag("early_stopping");
        return decaysToEnd ? lastEpoch : bestEpoch;
    }
}
