package dev.sextant.sql.row;

import java.util.OptionalDouble;

/**
 * How the trials of a study did at one of its levels.
 *
 * @param rung from 0, lowest first
 * @param reached trials that reached it
 * @param promoted trials of these that were sent on
 */
public record RungRow(int rung, int epochs, int reached, int promoted, OptionalDouble best, OptionalDouble median) {}
