package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.data.SplitNames;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.optimize.ScheduleSettings;
import java.util.OptionalDouble;

/**
 * Revision of the rules by which {@code image-classifier} trains. A study keeps the revision that it was created with,
 * so that an upgrade changes neither its results nor what its checkpoints mean.
 *
 * <ul>
 *   <li>1: the epochs that train the head before fine-tuning are epochs of the trial, 1 by default. If a label file
 *       lists images by absolute paths, the validation split depends on the folder in which they lie. If the path of
 *       the backbone does not exist, the network of the same file name in the repository is used.
 *   <li>2: the head is trained before the first epoch of the trial, so that every epoch of fine-tuning trains the
 *       backbone. The validation split depends on the paths of the images below the folder that holds all of them, so
 *       that moving this folder changes nothing. A path of a backbone that does not exist is an error. Augmentation
 *       reaches the features of a frozen backbone without {@code cached_views}, too. In fine-tuning, weights are averaged
 *       over some epochs, so that trials can be compared before their learning rate has fallen; without an average,
 *       schedules of the learning rate end at each rung.
 *   <li>3: in a label file, a column {@code split}, {@code subset} or {@code set} is that of the parts, too.
 * </ul>
 *
 * @param number from 1
 */
public record ClassifierRevision(int number) {
    /** Revision of new studies. */
    public static final ClassifierRevision LATEST = new ClassifierRevision(3);

    /** Epochs over which fine-tuning averages weights. */
    private static final double AVERAGED_EPOCHS = 2;

    /** Returns the revision of a trial. */
    public static ClassifierRevision of(TrialContext context) {
        return new ClassifierRevision(context.revision());
    }

    /**
     * Returns the number of cached augmented views of trials that do not set it.
     *
     * @param fineTuned whether the backbone is fine-tuned, on images that are augmented anew in each epoch
     */
    int views(boolean fineTuned) {
        return number == 1 || fineTuned ? 0 : AugmentationSettings.VIEWS_OF_FROZEN;
    }

    /** Returns the decay per step of the average of weights in trials that name none; 0: no average. */
    double weightAverage(TrainingPhase.Kind phase, int stepsPerEpoch) {
        return averagesWeights(phase) ? 1 - 1 / (AVERAGED_EPOCHS * stepsPerEpoch) : 0;
    }

    private boolean averagesWeights(TrainingPhase.Kind phase) {
        return number > 1 && phase == TrainingPhase.Kind.FINE_TUNING;
    }

    /** Returns the span of a phase's schedule in trials that name none. */
    ScheduleSettings.Span scheduleSpan(TrainingPhase.Kind phase, OptionalDouble weightAverage) {
        boolean isWithoutAverage = weightAverage.isPresent() && weightAverage.getAsDouble() == 0;
        return averagesWeights(phase) && isWithoutAverage ? ScheduleSettings.Span.RUNG : ScheduleSettings.Span.TRIAL;
    }

    /** Returns the default of {@code head_epochs}. */
    int headEpochs() {
        return countsHeadEpochs() ? 1 : 10;
    }

    /** Returns whether epochs of the head before fine-tuning count as epochs of the trial. */
    boolean countsHeadEpochs() {
        return number == 1;
    }

    /** Returns whether a label file's column of parts may have other names than {@code part}. */
    boolean knowsColumnsOfParts() {
        return number > 2;
    }

    /** Returns whether the validation split depends on the folder in which images listed by absolute paths lie. */
    boolean splitsByAbsolutePath() {
        return number == 1;
    }

    /** Reads the backbone of a trial. */
    public Backbone backbone(String path) throws UnusableData, TrainingFailure, InterruptedException {
        return number == 1 ? Backbone.readByFileName(path) : Backbone.read(path);
    }

    /** Returns the names from which the validation split is computed. */
    public SplitNames splitNames() {
        return splitsByAbsolutePath() ? SplitNames.LISTED_PATHS : SplitNames.RELATIVE_PATHS;
    }
}
