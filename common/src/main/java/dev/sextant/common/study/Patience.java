package dev.sextant.common.study;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How long a study goes on without an improvement of its best value. At least one of the limits is set; the first that is
 * reached ends the study.
 *
 * @param trials number of trials in a row
 * @param epochs number of epochs, summed over trials
 * @param minDelta a better value is an improvement if it is better by more than this, at least 0; empty for the noise of the
 *     best trial's learning curve ({@link LearningCurve#noise})
 */
public record Patience(OptionalInt trials, OptionalLong epochs, OptionalDouble minDelta) {}
