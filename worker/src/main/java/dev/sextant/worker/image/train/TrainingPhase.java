package dev.sextant.worker.image.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.optimize.OptimizerSettings;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Consecutive epochs of a trial that train the same weights. A trial without a backbone has one {@link ScratchPhase}. A
 * trial on a backbone has a {@link HeadPhase}, a {@link FineTuningPhase}, or one after the other.
 *
 * <p>The epochs of a trial are numbered from 1. A head that is trained before them has the epochs -n to -1: they are part
 * of the first epoch, so that each epoch of a trial with fine-tuning trains the backbone.
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

    /** First epoch of the phase; negative before the first epoch of the trial. */
    int firstEpoch();

    /** Last epoch of the phase when the trial is trained to its end. */
    int lastEpoch();

    /** Whether the phase is trained before the first epoch of the trial. */
    default boolean isBeforeFirstEpoch() {
        return lastEpoch() < 1;
    }

    /** Number of epochs in the phase when the trial is trained to its end. */
    default int epochs() {
        return lastEpoch() - firstEpoch() + 1;
    }

    /**
     * Returns the epochs of the trial after which a schedule of the learning rate ends in this phase, in ascending order;
     * the last one is {@link #lastEpoch}.
     *
     * @param rungs epochs at which trials are compared, lowest first
     */
    default List<Integer> scheduleEnds(OptimizerSettings settings, ClassifierRevision revision, List<Integer> rungs) {
        Stream<Integer> within = rungs.stream().filter(epoch -> epoch >= firstEpoch() && epoch < lastEpoch());
        return settings.schedule()
                .ends(
                        revision.scheduleSpan(kind(), settings.weightAverage()),
                        Stream.concat(within, Stream.of(lastEpoch())).toList());
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
    static List<TrainingPhase> of(ClassifierSettings settings, ClassifierRevision revision, int maxEpochs) {
        if (settings.backbone().isEmpty()) {
            return List.of(new ScratchPhase(1, maxEpochs));
        }
        if (!settings.fineTuning().enabled()) {
            return List.of(new HeadPhase(1, maxEpochs));
        }
        int headEpochs = settings.fineTuning().headEpochs();
        if (headEpochs == 0) {
            return List.of(new FineTuningPhase(1, maxEpochs));
        }
        if (!revision.countsHeadEpochs()) {
            return List.of(new HeadPhase(-headEpochs, -1), new FineTuningPhase(1, maxEpochs));
        }
        return headEpochs < maxEpochs
                ? List.of(new HeadPhase(1, headEpochs), new FineTuningPhase(headEpochs + 1, maxEpochs))
                : List.of(new HeadPhase(1, maxEpochs));
    }
}
