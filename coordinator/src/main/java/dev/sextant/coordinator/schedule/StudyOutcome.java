package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.StudyState;

/**
 * How a coordinator's work on a study ended.
 *
 * @param state what the study became: COMPLETED, PAUSED or FAILED
 * @param reason a sentence for a person
 */
public record StudyOutcome(StudyState state, String reason) {}
