package dev.sextant.sql.row;

/**
 * The last improvement of a study's best value, from which its patience is counted.
 *
 * @param value the best value then
 * @param trials number of trials of the study then
 * @param epochs number of epochs of the study then
 */
public record Improvement(double value, int trials, long epochs) {}
