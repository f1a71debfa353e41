package dev.sextant.coordinator.cli.image;

import dev.sextant.common.trainer.Settings;
import java.util.Set;

/** How many epochs a refit trains. */
final class RefitLength {
    /** They are made to end where the trial ended: the epochs before are not a shorter training, but an unfinished one. */
    private static final Set<String> COME_TO_REST = Set.of("one_cycle", "cosine");

    private RefitLength() {}

    /**
     * As many as the trial, when its learning rate came to rest: which of the last epochs was its best is chance on a few
     * images. Else, and when the trial itself was to end at its best, up to its best value.
     *
     * @param settings with defaults filled in
     * @param best the epoch of the best value
     * @param trained epochs of the trial
     */
    static int epochs(Settings settings, int best, int trained) {
        boolean whole = COME_TO_REST.contains(settings.text("schedule")) && !settings.flag("early_stopping");
        return whole ? trained : best;
    }
}
