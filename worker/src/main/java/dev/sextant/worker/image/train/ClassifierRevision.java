package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrialContext;

/**
 * Revision of the rules by which {@code image-classifier} trains. A study keeps the revision that it was created with,
 * so that an upgrade changes neither its results nor what its checkpoints mean.
 *
 * <ul>
 *   <li>1: the epochs that train the head before fine-tuning are epochs of the trial.
 *   <li>2: the head is trained before the first epoch of the trial, so that every epoch of fine-tuning trains the
 *       backbone.
 * </ul>
 *
 * @param number from 1
 */
public record ClassifierRevision(int number) {
    /** Revision of new studies. */
    public static final ClassifierRevision LATEST = new ClassifierRevision(2);

    /** Returns the revision of a trial. */
    public static ClassifierRevision of(TrialContext context) {
        return new ClassifierRevision(context.revision());
    }

    /** Returns whether epochs of the head before fine-tuning count as epochs of the trial. */
    boolean countsHeadEpochs() {
        return number == 1;
    }
}
