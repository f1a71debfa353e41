package dev.sextant.sql.row;

import java.time.Instant;

/**
 * A stretch of the log of a run.
 *
 * @param starts characters of the log before it
 * @param ends characters of the log up to its end
 * @param at when it was written down
 */
public record LogRow(int run, int attempt, long starts, long ends, String text, Instant at) {}
