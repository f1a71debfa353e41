package dev.sextant.sql.row;

import java.time.Instant;

/**
 * A study that was deleted.
 *
 * @param trials number of its trials
 * @param requester who deleted it: user@host
 */
public record DeletedStudy(int trials, Instant deletedAt, String requester) {}
