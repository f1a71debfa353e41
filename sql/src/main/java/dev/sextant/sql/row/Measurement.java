package dev.sextant.sql.row;

import java.time.Instant;

/**
 * A row of the view learning_curves: one metric of one trial after one epoch.
 *
 * @param value may be NaN or infinite
 * @param seconds seconds that the epoch took
 */
public record Measurement(
        int trial, int epoch, String metric, double value, double seconds, int run, int attempt, Instant at) {}
