package dev.sextant.worker.image.train;

import java.util.List;

/**
 * A stretch of a trial's epochs that train the same weights.
 *
 * @param kind which weights
 * @param first epoch, from 1
 * @param last epoch, when the trial is trained to its end
 */
public record Phase(Kind kind, int first, int last) {
    /** What is trained. */
    enum Kind {
        /** A small network, from nothing. */
        SMALL,
        /** A head on the features of a frozen backbone. */
        HEAD,
        /** The backbone's upper part and the head. */
        FINE
    }

    /** Epochs of the phase. */
    public int epochs() {
        return last - first + 1;
    }

    /**
     * The phases of a trial, in order.
     *
     * @param maxEpochs of the trial
     */
    static List<Phase> of(ClassifierSettings settings, int maxEpochs) {
        if (settings.backbone().isEmpty()) {
            return List.of(new Phase(Kind.SMALL, 1, maxEpochs));
        }
        if (!settings.fineTuning().enabled()) {
            return List.of(new Phase(Kind.HEAD, 1, maxEpochs));
        }
        int ofHead = Math.min(settings.fineTuning().headEpochs(), maxEpochs);
        Phase head = new Phase(Kind.HEAD, 1, ofHead);
        Phase fine = new Phase(Kind.FINE, ofHead + 1, maxEpochs);
        if (ofHead == 0) {
            return List.of(fine);
        }
        return ofHead == maxEpochs ? List.of(head) : List.of(head, fine);
    }
}
