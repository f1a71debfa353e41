package dev.sextant.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaContractTest {
    /** What users build on; a column may be added to a view, none may go or change its place in meaning. */
    private static final Map<String, String> VIEWS = Map.ofEntries(
            Map.entry(
                    "studies",
                    "study, state, algorithm, metric, goal, trials, running, best_value, best_trial, epochs, device_seconds,"
                            + " created_at, updated_at"),
            Map.entry(
                    "trials",
                    "study, trial, state, failure, value, epoch, rung, params, error, device_seconds, proposed_by, created_at,"
                            + " ended_at"),
            Map.entry("leaderboard", "study, rank, trial, value, epoch, params"),
            Map.entry("learning_curves", "study, trial, epoch, metric, value, seconds, attempt, at"),
            Map.entry("rungs", "study, rung, epochs, reached, promoted, best, median"),
            Map.entry(
                    "runs",
                    "study, trial, run, attempt, from_epoch, to_epoch, state, host, device, started_at, ended_at, outcome"),
            Map.entry("evaluations", "study, images, trial, refit, views, epoch, made_at, result"),
            Map.entry("budgets", "study, budget, used, available, share"),
            Map.entry(
                    "requests", "study, request, kind, trial, params, requested_by, requested_at, answered_at, answer"),
            Map.entry("notes", "study, note, trial, text, author, at"),
            Map.entry("tags", "study, trial, tag, tagged_by, tagged_at"),
            Map.entry("run_logs", "study, trial, run, attempt, starts, ends, text, at"),
            Map.entry("slots", "study, slot, host, device, trial, epoch, since"),
            Map.entry("stuck_runs", "study, trial, run, host, since, why"),
            Map.entry("cost", "study, device_seconds, wall_seconds, saved_by_stopping, per_point_of_improvement"),
            Map.entry("decisions_explained", "study, decision, trial, at, kind, reason, details"),
            Map.entry("earlier_trials", "study, earlier_study, trial, state, epochs, params, taken_at"));

    @Test
    void viewsHaveTheColumnsOfTheContract() {
        try (Database database = Database.open(SharedServer.newDatabase())) {
            VIEWS.forEach((view, columns) -> assertThat(list(
                            database,
                            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'sextant'"
                                    + " AND table_name = '" + view + "' ORDER BY ordinal_position"))
                    .as(view)
                    .startsWith(columns.split(", ")));
            assertThat(list(database, "SELECT table_name FROM information_schema.views WHERE table_schema = 'sextant'"))
                    .containsExactlyInAnyOrderElementsOf(VIEWS.keySet());
            assertThat(list(
                            database,
                            "SELECT DISTINCT data_type FROM information_schema.columns WHERE table_schema = 'sextant'"
                                    + " AND table_name <> 'schema_history' AND data_type LIKE 'timestamp%'"))
                    .containsExactly("timestamp with time zone");
        }
    }

    @Test
    void everyTableViewAndColumnIsExplained() {
        try (Database database = Database.open(SharedServer.newDatabase())) {
            List<String> mute = list(
                    database,
                    """
                    SELECT c.relname || coalesce('.' || a.attname, '')
                    FROM pg_class c
                    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'sextant'
                    LEFT JOIN LATERAL (SELECT NULL::name AS attname, 0 AS attnum
                                       UNION ALL
                                       SELECT attname, attnum FROM pg_attribute
                                       WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a ON true
                    WHERE c.relkind IN ('r', 'v') AND c.relname <> 'schema_history'
                      AND coalesce(CASE a.attnum WHEN 0 THEN obj_description(c.oid, 'pg_class')
                                                 ELSE col_description(c.oid, a.attnum) END, '') = ''
                    """);
            assertThat(mute).isEmpty();
            assertThat(list(database, "SELECT obj_description('sextant.trials'::regclass, 'pg_class')"))
                    .containsExactly("One row a trial");
        }
    }

    private static List<String> list(Database database, String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
