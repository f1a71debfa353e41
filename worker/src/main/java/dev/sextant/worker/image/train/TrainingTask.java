package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.Targets;
import java.io.IOException;
import java.util.List;

/** The training of a trial: its phases and the data that they share. Used by one thread. */
public final class TrainingTask {
    private final List<TrainingPhase> phases;
    private final TrialData data;
    private final String objective;

    private TrainingTask(List<TrainingPhase> phases, TrialData data, String objective) {
        this.phases = phases;
        this.data = data;
        this.objective = objective;
    }

    /**
     * Reads the data of the first phase: decoded images or, on a frozen backbone, features. Reuses results that this
     * process or this host has computed before.
     *
     * @throws UnusableData when a setting does not fit the images or the backbone
     * @throws TrainingFailure when too many images are unreadable, or they need more memory than there is
     */
    public static TrainingTask prepare(ClassifierSettings settings, TrialContext context)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        List<TrainingPhase> phases = TrainingPhase.of(settings, ClassifierRevision.of(context), context.maxEpochs());
        TrialData data = TrialData.read(TrialInputs.of(settings, context), phases.get(0));
        return new TrainingTask(phases, data, context.objective());
    }

    /** Returns the same task with the validation images among the training images. */
    public TrainingTask onAllImages() {
        return new TrainingTask(phases, data.withAllImagesInTraining(), objective);
    }

    /** Returns the settings of the trial. */
    public ClassifierSettings settings() {
        return data.settings();
    }

    /** Returns the seed of the trial, from which all its random numbers derive. */
    public long seed() {
        return data.seed();
    }

    /** Returns the split into training and validation images. */
    public ValidationSplit split() {
        return data.split();
    }

    /** Returns the target probabilities by image. */
    public Targets targets() {
        return data.targets();
    }

    TrialData data() {
        return data;
    }

    /** Returns the metric that the study optimizes. */
    String objective() {
        return objective;
    }

    /** Returns the phase of an epoch; epochs beyond the end of the trial belong to the last phase. */
    public TrainingPhase phase(int epoch) {
        return phases.stream()
                .filter(phase -> epoch <= phase.lastEpoch())
                .findFirst()
                .orElseGet(() -> phases.get(phases.size() - 1));
    }

    /**
     * Begins the phase from which a run continues; the caller closes it.
     *
     * @param trainedEpochs epochs of the trial that were trained before; 0 for its first phase
     */
    public ActivePhase beginAfter(int trainedEpochs)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return begin(trainedEpochs == 0 ? phases.get(0) : phase(trainedEpochs));
    }

    /** Begins the phase of the first epoch, and trains what comes before that; the caller closes it. */
    ActivePhase beginFirstEpoch() throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ActivePhase first = beginAfter(0);
        if (!first.phase().isBeforeFirstEpoch()) {
            return first;
        }
        try (first) {
            new SequentialSteps().takeAll(this, first);
            ActivePhase next = begin(phase(1));
            next.learner().takeOver(first.learner());
            return next;
        }
    }

    /** Returns whether no phase follows this one. */
    boolean isLast(TrainingPhase phase) {
        return phase.equals(phases.get(phases.size() - 1));
    }

    /** Begins a phase; the caller closes it. */
    public ActivePhase begin(TrainingPhase phase)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        ActivePhase active = phase.begin(data);
        data.releaseFeatures();
        return active;
    }

    /** Returns the examples of a phase without a network to train; the caller closes them. */
    public Examples examples(TrainingPhase phase)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Examples examples = phase.examples(data);
        data.releaseFeatures();
        return examples;
    }
}
