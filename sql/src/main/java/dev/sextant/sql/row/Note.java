package dev.sextant.sql.row;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A note of a person on a study or a trial.
 *
 * @param number number of the note in its study, from 1
 * @param trial the trial; empty if the note is about the study
 * @param author who wrote it, for people: user@host
 */
public record Note(int number, OptionalInt trial, String text, String author, Instant at) {}
