package dev.sextant.common.trainer;

import java.nio.file.Path;

/**
 * What a trainer is told about its run.
 *
 * @param study the study's name
 * @param trial the trial's number, from 1
 * @param seed the trial's seed: all that is random derives from it
 * @param settings fixed and searched settings together, with defaults filled in
 * @param objective the metric that every epoch must report
 * @param fromEpoch epochs trained before this run; 0 for none
 * @param toEpoch the epoch after which the run ends
 * @param maxEpochs the top rung T, for schedules that need the whole length
 * @param device which device of the executor to use, e.g. {@code cpu} or {@code gpu 0}
 * @param threads CPU threads the run may keep busy
 * @param folder an empty local folder for this run alone, deleted after it
 * @param cache a local folder shared by all runs on this host, kept
 */
public record TrialContext(
        String study,
        int trial,
        long seed,
        Settings settings,
        String objective,
        int fromEpoch,
        int toEpoch,
        int maxEpochs,
        String device,
        int threads,
        Path folder,
        Path cache) {}
