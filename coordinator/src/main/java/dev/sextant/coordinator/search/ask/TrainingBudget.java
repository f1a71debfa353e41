package dev.sextant.coordinator.search.ask;

/**
 * Limits of a study on the training of all its trials, apart from their number.
 *
 * @param seconds slot time of all epochs in sum, in seconds; {@link Double#POSITIVE_INFINITY} for no limit
 * @param limitsEpochs whether the number of epochs is limited, so that an epoch that takes no time is not free
 */
public record TrainingBudget(double seconds, boolean limitsEpochs) {
    /** A budget without limits. */
    public static final TrainingBudget UNLIMITED = new TrainingBudget(Double.POSITIVE_INFINITY, false);

    /** Whether the time of training is limited. */
    public boolean limitsTime() {
        return seconds < Double.POSITIVE_INFINITY;
    }
}
