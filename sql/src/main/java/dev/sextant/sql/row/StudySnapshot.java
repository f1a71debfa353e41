package dev.sextant.sql.row;

import dev.sextant.common.run.StoredTrial;
import java.time.Duration;
import java.util.List;

/**
 * All that a coordinator must know about a study to resume it.
 *
 * @param trials the trials, ordered by number from 1 without gaps
 * @param epochs number of epochs measured so far, over all trials
 * @param deviceTime time that runs kept devices busy so far, multiplied by the devices of each run
 * @param wallClock time that coordinators have run the study so far
 */
public record StudySnapshot(List<StoredTrial> trials, long epochs, Duration deviceTime, Duration wallClock) {}
