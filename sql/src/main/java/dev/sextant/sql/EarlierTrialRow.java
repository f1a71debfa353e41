package dev.sextant.sql;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.TrialState;

/**
 * A trial of an earlier study, as it was when it was copied.
 *
 * @param number in the earlier study
 * @param configuration in the earlier study's space
 * @param targetEpoch the epoch that its latest run was for
 * @param curve the objective metric after each epoch; NaN where a constraint was broken
 */
public record EarlierTrialRow(
        int number, Configuration configuration, TrialState state, int targetEpoch, LearningCurve curve) {}
