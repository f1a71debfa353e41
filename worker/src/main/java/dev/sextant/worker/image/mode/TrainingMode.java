package dev.sextant.worker.image.mode;

import dev.sextant.common.space.Condition;

/** What a trial trains, as conditions on its settings. */
public final class TrainingMode {
    private static final String BACKBONE = "backbone";
    private static final String NONE = "none";

    /** A small network is trained from random weights, on images. */
    public static final Condition FROM_SCRATCH = Condition.is(BACKBONE, NONE);

    /** There is a backbone, frozen or not. */
    public static final Condition ON_BACKBONE = Condition.isNot(BACKBONE, NONE);

    /** A part of the backbone is trained, too. */
    public static final Condition FINE_TUNING = Condition.is("fine_tuning", true);

    /** Epochs train on images, and not on features alone. */
    public static final Condition ON_IMAGES = FROM_SCRATCH.or(FINE_TUNING);

    private TrainingMode() {}
}
