package dev.sextant.common.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The limits of a study, counted over all its resumes. The first limit that is reached ends the study.
 *
 * @param trials maximum number of trials
 * @param epochs maximum number of epochs, summed over trials
 * @param deviceHours maximum number of hours that slots are busy, summed over slots, times the devices per trial
 * @param wallClock maximum running time of the study; time without a coordinator does not count
 * @param target value of the objective metric at which the study ends
 * @param patience how long the study goes on without an improvement
 */
public record Budget(
        OptionalInt trials,
        OptionalLong epochs,
        OptionalDouble deviceHours,
        Optional<Duration> wallClock,
        OptionalDouble target,
        Optional<Patience> patience) {

    /** Creates a budget of unlimited patience. */
    public Budget(
            OptionalInt trials,
            OptionalLong epochs,
            OptionalDouble deviceHours,
            Optional<Duration> wallClock,
            OptionalDouble target) {
        this(trials, epochs, deviceHours, wallClock, target, Optional.empty());
    }

    /** A budget without limits. */
    public static final Budget UNLIMITED = new Budget(
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.empty());

    /** Returns whether any limit is set. */
    public boolean isLimited() {
        return !equals(UNLIMITED);
    }
}
