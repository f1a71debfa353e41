package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the view stuck_runs: a run that is not over and whose lease is.
 *
 * @param since when its lease ran out
 * @param why what is known, and the remedy
 */
public record StuckRun(int trial, int run, Optional<String> host, Instant since, String why) {}
