package dev.sextant.sql.row;

import dev.sextant.common.study.TrialState;
import java.util.SortedMap;

/**
 * A row of the view leaderboard: a trial that did not fail.
 *
 * @param rank rank from 1; among equal values the earlier trial is ahead
 * @param value best value, over the epochs after which all constraints held
 * @param epoch the first epoch with that value
 */
public record LeaderboardRow(
        long rank, int trial, double value, int epoch, SortedMap<String, Object> params, TrialState state) {}
