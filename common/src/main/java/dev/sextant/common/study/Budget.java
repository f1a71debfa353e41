package dev.sextant.common.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a study may spend, in all, over resumes; the first limit reached ends it cleanly.
 *
 * @param trials how many trials may be started
 * @param epochs how many epochs may be trained, over all trials
 * @param deviceHours hours that slots may be busy, summed over slots, times the devices of a trial
 * @param wallClock how long the study may run, counted while a coordinator works on it
 * @param target the value of the objective metric that is good enough
 */
public record Budget(
        OptionalInt trials,
        OptionalLong epochs,
        OptionalDouble deviceHours,
        Optional<Duration> wallClock,
        OptionalDouble target) {

    /** No limit at all. */
    public static final Budget UNLIMITED = new Budget(
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.empty());

    /** Whether any limit is set. */
    public boolean isLimited() {
        return !equals(UNLIMITED);
    }
}
