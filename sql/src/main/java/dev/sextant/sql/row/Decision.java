package dev.sextant.sql.row;

import java.util.Map;

/**
 * Something that was decided, with its reason.
 *
 * @param by the algorithm, or {@code scheduler}
 * @param reason a sentence for a person
 * @param details stored as JSON: Double, Long, Boolean, String, List or Map by name
 */
public record Decision(DecisionKind kind, String by, String reason, Map<String, Object> details) {}
