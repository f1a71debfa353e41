package dev.sextant.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.RunKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Appends decision rows of one study; the caller's transaction holds the study's row, which counts them. */
final class DecisionLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Handle handle;
    private final long study;

    DecisionLog(Handle handle, long study) {
        this.handle = handle;
        this.study = study;
    }

    void aboutTrial(RunKey key, Optional<String> from, String to, Decision decision) {
        insert(Optional.of(key), from, to, decision);
    }

    void aboutStudy(Optional<String> from, String to, String reason, Map<String, Object> details) {
        insert(Optional.empty(), from, to, new Decision(DecisionKind.STUDY, "scheduler", reason, details));
    }

    private void insert(Optional<RunKey> key, Optional<String> from, String to, Decision decision) {
        handle.createUpdate(
                        """
                        WITH counted AS (
                            UPDATE study SET decisions = decisions + 1, updated_at = now()
                            WHERE id = :study RETURNING decisions)
                        INSERT INTO decision (study_id, decision, kind, trial, run, attempt, from_state, to_state,
                                              proposed_by, reason, details)
                        SELECT :study, decisions, :kind, :trial, :run, :attempt, :from, :to, :by, :reason,
                               CAST(:details AS jsonb)
                        FROM counted""")
                .bind("study", study)
                .bind("kind", decision.kind().name())
                .bind("trial", key.map(RunKey::trial).orElse(null))
                .bind("run", key.map(RunKey::run).orElse(null))
                .bind("attempt", key.map(RunKey::attempt).orElse(null))
                .bind("from", from.orElse(null))
                .bind("to", to)
                .bind("by", decision.by())
                .bind("reason", Text.storable(decision.reason()))
                .bind("details", json(decision.details()))
                .execute();
    }

    static String json(Map<String, Object> details) {
        try {
            return JSON.writeValueAsString(sayable(details));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Details of a decision cannot be written as JSON: " + details, e);
        }
    }

    /** JSON has no NaN and no infinities: they become words. */
    private static Object sayable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(Text.storable(String.valueOf(name)), sayable(inner)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(DecisionLog::sayable).toList();
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        }
        return value instanceof String text ? Text.storable(text) : value;
    }
}
