package dev.sextant.sql.row;

import java.util.OptionalDouble;

/**
 * A row of the view rungs: the trials of a study at one rung.
 *
 * @param rung index of the rung, from 0 for the lowest
 * @param reached number of trials that reached the rung
 * @param promoted number of these that were promoted
 */
public record RungRow(int rung, int epochs, int reached, int promoted, OptionalDouble best, OptionalDouble median) {}
