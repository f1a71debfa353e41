package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;

/**
 * A request to pause a study. It stands until a coordinator takes up the study again.
 *
 * @param requester who asked: user@host; empty for a request in SQL or by an older Sextant
 */
public record StopRequest(Instant at, Optional<String> requester) {}
