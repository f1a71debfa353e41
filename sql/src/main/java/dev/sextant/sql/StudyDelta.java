package dev.sextant.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.StorableText;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Additions of one transaction to a study's totals and decisions. Collected during the transaction and written by its
 * last statement, which also notifies listeners. The decisions are numbered by a counter on the study's row, which the
 * transaction has locked.
 */
final class StudyDelta {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Entry> entries = new ArrayList<>();
    private int trials;
    private int running;
    private int epochs;
    private double deviceSeconds;
    private double sharedSeconds;
    private boolean touched;

    private record Entry(Optional<RunKey> key, Optional<String> from, String to, Decision decision) {}

    /** Updates the time of the study's last change, even if nothing else is added. */
    void touch() {
        touched = true;
    }

    void trialStarted() {
        trials++;
        touch();
    }

    /** Returns the number of trials that this transaction has started so far. */
    int trialsStarted() {
        return trials;
    }

    void runDispatched() {
        running++;
        touch();
    }

    void runEnded(double seconds) {
        running--;
        deviceSeconds += seconds;
        touch();
    }

    void measured(int newEpochs, double newSharedSeconds) {
        epochs += newEpochs;
        sharedSeconds += newSharedSeconds;
        touch();
    }

    void decided(RunKey key, Optional<String> from, String to, Decision decision) {
        entries.add(new Entry(Optional.of(key), from, to, decision));
        touch();
    }

    void decidedOnStudy(Optional<String> from, String to, String reason, Map<String, Object> details) {
        Decision decision = Decision.byScheduler(DecisionKind.STUDY, reason, details);
        entries.add(new Entry(Optional.empty(), from, to, decision));
        touch();
    }

    /** Writes the collected additions, if there are any. */
    void write(Handle handle, long study, String name) {
        if (!touched) {
            return;
        }
        handle.createQuery(
                        """
                        WITH counted AS (
                            UPDATE study
                            SET trials = trials + :trials, running = running + :running, epochs = epochs + :epochs,
                                device_seconds = device_seconds + :deviceSeconds,
                                shared_seconds = shared_seconds + :sharedSeconds, decisions = decisions + :entries,
                                updated_at = now()
                            WHERE id = :study
                            RETURNING decisions - :entries AS before),
                        decided AS (
                            INSERT INTO decision (study_id, decision, kind, trial, run, attempt, from_state, to_state,
                                                  proposed_by, reason, details)
                            SELECT :study, c.before + d.position, d.kind, d.trial, d.run, d.attempt, d.from_state,
                                   d.to_state, d.by, d.reason, CAST(d.details AS jsonb)
                            FROM counted c
                            CROSS JOIN unnest(:kinds, :ofTrials, :runs, :attempts, :from, :to, :by, :reasons, :details)
                                 WITH ORDINALITY AS d (kind, trial, run, attempt, from_state, to_state, by, reason,
                                                       details, position))
                        SELECT pg_notify('%s', :name) IS NULL FROM counted"""
                                .formatted(Database.CHANNEL))
                .bind("study", study)
                .bind("name", name)
                .bind("trials", trials)
                .bind("running", running)
                .bind("epochs", epochs)
                .bind("deviceSeconds", deviceSeconds)
                .bind("sharedSeconds", sharedSeconds)
                .bind("entries", entries.size())
                .bindArray("kinds", String.class, each(entry -> entry.decision
                        .kind()
                        .name()))
                .bindArray("ofTrials", Integer.class, each(entry -> ofKey(entry, RunKey::trial)))
                .bindArray("runs", Integer.class, each(entry -> ofKey(entry, RunKey::run)))
                .bindArray("attempts", Integer.class, each(entry -> ofKey(entry, RunKey::attempt)))
                .bindArray("from", String.class, each(entry -> entry.from.orElse(null)))
                .bindArray("to", String.class, each(Entry::to))
                .bindArray("by", String.class, each(entry -> entry.decision.by()))
                .bindArray("reasons", String.class, each(entry -> StorableText.of(entry.decision.reason())))
                .bindArray("details", String.class, each(entry -> json(entry.decision.details())))
                .mapTo(Boolean.class)
                .one();
    }

    private <T> List<T> each(Function<Entry, T> column) {
        return entries.stream().map(column).toList();
    }

    private static Integer ofKey(Entry entry, Function<RunKey, Integer> part) {
        return entry.key.map(part).orElse(null);
    }

    private static String json(Map<String, Object> details) {
        try {
            return JSON.writeValueAsString(storable(details));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write the details of a decision as JSON: " + details, e);
        }
    }

    /** Replaces NaN and infinities, which JSON does not have, by their names. */
    private static Object storable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(StorableText.of(String.valueOf(name)), storable(inner)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(StudyDelta::storable).toList();
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        }
        return value instanceof String text ? StorableText.of(text) : value;
    }
}
