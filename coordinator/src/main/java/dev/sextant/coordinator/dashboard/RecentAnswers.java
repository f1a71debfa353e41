package dev.sextant.coordinator.dashboard;

import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers that take a model of the whole study. One is given again while the study has not changed, and for a while after
 * it has, so that open pages do not slow down the sweep that they show. Safe for use by many threads.
 */
final class RecentAnswers {
    private static final long KEPT_NANOS = 20_000_000_000L;
    private static final int MOST = 64;

    private final Database database;
    private final Map<Key, Kept> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST;
        }
    };

    private record Key(long study, String panel) {}

    private record Kept(Instant updatedAt, long atNanos, Map<String, Object> answer) {}

    RecentAnswers(Database database) {
        this.database = database;
    }

    /** Returns the kept answer, or computes it: one at a time, whoever asks. */
    synchronized Map<String, Object> of(StudyRow study, String panel, Supplier<Map<String, Object>> compute) {
        Key key = new Key(study.id(), panel);
        Instant updatedAt = database.reader()
                .study(study.spec().name())
                .map(summary -> summary.updatedAt())
                .orElse(Instant.MIN);
        Kept known = kept.get(key);
        if (known != null
                && (known.updatedAt().equals(updatedAt) || System.nanoTime() - known.atNanos() < KEPT_NANOS)) {
            return known.answer();
        }
        Map<String, Object> answer = compute.get();
        kept.put(key, new Kept(updatedAt, System.nanoTime(), answer));
        return answer;
    }
}
