package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the view stuck_runs: a run under way whose lease has expired.
 *
 * @param since when the lease expired
 * @param why what is known about the run, and the remedy
 */
public record StuckRun(int trial, int run, Optional<String> host, Instant since, String why) {}
