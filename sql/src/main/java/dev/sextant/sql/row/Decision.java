package dev.sextant.sql.row;

import java.util.Map;

/**
 * A decision about a trial or the study, with its reason.
 *
 * @param by who decided: the name of the search algorithm, or {@code scheduler}
 * @param reason a sentence for people
 * @param details stored as JSON: Double, Long, Boolean, String, List or Map by name
 */
public record Decision(DecisionKind kind, String by, String reason, Map<String, Object> details) {
    private static final String SCHEDULER = "scheduler";

    /** Returns a decision of the scheduler. */
    public static Decision byScheduler(DecisionKind kind, String reason) {
        return byScheduler(kind, reason, Map.of());
    }

    /** Returns a decision of the scheduler with details. */
    public static Decision byScheduler(DecisionKind kind, String reason, Map<String, Object> details) {
        return new Decision(kind, SCHEDULER, reason, details);
    }
}
