package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.StudyState;

/**
 * Outcome of a coordinator's work on a study.
 *
 * @param state new state of the study: COMPLETED, PAUSED or FAILED
 * @param reason a sentence for users
 */
public record StudyOutcome(StudyState state, String reason) {}
