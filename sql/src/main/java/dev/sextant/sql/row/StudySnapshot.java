package dev.sextant.sql.row;

import dev.sextant.common.run.StoredTrial;
import java.time.Duration;
import java.util.List;

/**
 * All that a coordinator must know of a study to go on with it.
 *
 * @param trials by number, from 1, without gaps
 * @param epochs epochs measured so far, over all trials
 * @param deviceTime time that slots were busy so far, times the devices of a trial
 * @param wallClock time that coordinators have worked on the study so far
 */
public record StudySnapshot(List<StoredTrial> trials, long epochs, Duration deviceTime, Duration wallClock) {}
