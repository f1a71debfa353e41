package dev.sextant.worker.image.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Examples;
import java.io.IOException;
import java.util.List;

/**
 * Consecutive epochs of a trial that train the same weights. A trial without a backbone has one {@link ScratchPhase}. A
 * trial on a backbone has a {@link HeadPhase}, a {@link FineTuningPhase}, or one after the other.
 */
public sealed interface TrainingPhase permits ScratchPhase, HeadPhase, FineTuningPhase {
    /** Kind of weights that a phase trains. Saved models contain the JSON names, so these must not change. */
    enum Kind {
        @JsonProperty("SMALL")
        SCRATCH,
        @JsonProperty("HEAD")
        HEAD,
        @JsonProperty("FINE")
        FINE_TUNING
    }

    /** Kind of weights that the phase trains. */
    Kind kind();

    /** First epoch of the phase, from 1. */
    int firstEpoch();

    /** Last epoch of the phase when the trial is trained to its end. */
    int lastEpoch();

    /** Number of epochs in the phase when the trial is trained to its end. */
    default int epochs() {
        return lastEpoch() - firstEpoch() + 1;
    }

    /** Returns the examples that the phase trains on; the caller closes them. */
    Examples examples(TrialData data) throws IOException, UnusableData, TrainingFailure, InterruptedException;

    /** Begins the phase with the weights that it has before its first step; the caller closes it. */
    ActivePhase begin(TrialData data) throws IOException, UnusableData, TrainingFailure, InterruptedException;

    /**
     * Returns the phases of a trial in order, at least one.
     *
     * @param maxEpochs epochs of the trial when it is trained to its end
     */
    static List<TrainingPhase> of(ClassifierSettings settings, int maxEpochs) {
        if (settings.backbone().isEmpty()) {
            return List.of(new ScratchPhase(1, maxEpochs));
        }
        if (!settings.fineTuning().enabled()) {
            return List.of(new HeadPhase(1, maxEpochs));
        }
        int headEpochs = Math.min(settings.fineTuning().headEpochs(), maxEpochs);
        HeadPhase head = new HeadPhase(1, headEpochs);
        FineTuningPhase fineTuning = new FineTuningPhase(headEpochs + 1, maxEpochs);
        if (headEpochs == 0) {
            return List.of(fineTuning);
        }
        return headEpochs == maxEpochs ? List.of(head) : List.of(head, fineTuning);
    }
}
