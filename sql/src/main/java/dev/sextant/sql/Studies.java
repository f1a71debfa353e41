package dev.sextant.sql;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StorableText;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.sql.row.EvaluationRow;
import dev.sextant.sql.row.ImportedTrial;
import dev.sextant.sql.row.StudyRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds, creates, locks and deletes studies. Safe for use by many threads. */
public final class Studies {
    private final Database database;

    private static final String ROWS = "SELECT id, spec, spec_hash, state, created_at FROM study";

    Studies(Database database) {
        this.database = database;
    }

    /** Returns the study of a name. */
    public Optional<StudyRow> find(String name) {
        if (database.hasNoSchema()) {
            return Optional.empty();
        }
        return database.with(
                "Cannot read study " + name, () -> database.jdbi().withHandle(handle -> find(handle, name)));
    }

    private static Optional<StudyRow> find(Handle handle, String name) {
        return handle.createQuery(ROWS + " WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> studyRow(row))
                .findOne();
    }

    /** Returns all studies in the order of their creation. */
    public List<StudyRow> all() {
        if (database.hasNoSchema()) {
            return List.of();
        }
        return database.with("Cannot read the studies of " + database.address(), () -> database.jdbi()
                .withHandle(handle -> handle.createQuery(ROWS + " ORDER BY id")
                        .map((row, context) -> studyRow(row))
                        .list()));
    }

    private static StudyRow studyRow(ResultSet row) throws SQLException {
        return new StudyRow(
                row.getLong("id"),
                SpecJson.read(row.getString("spec")),
                row.getString("spec_hash"),
                StudyState.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant());
    }

    /**
     * Creates a study if no study has its name, with copies of the trials of the earlier studies that it names.
     *
     * @return the study of this name, even if another process has created it
     * @throws DatabaseException if the study is new and an earlier study does not exist; nothing is created then
     */
    public StudyRow createIfAbsent(StudySpec spec) {
        return database.with(
                "Cannot create study " + spec.name(), () -> database.jdbi().inTransaction(handle -> {
                    insert(handle, spec);
                    // Under READ COMMITTED this statement sees a row that another transaction has inserted meanwhile.
                    return find(handle, spec.name())
                            .orElseThrow(() -> new DatabaseException(
                                    "Study " + spec.name() + " was deleted while it was created. Create it again"));
                }));
    }

    /**
     * Creates a study of trials that another program has trained. It is COMPLETED, for others to learn from. All rows are
     * written in one transaction.
     *
     * @param trials its trials, of which the first becomes trial 1
     * @param source where they come from, for people
     * @throws DatabaseException if a study has the name; nothing is written then
     */
    public StudyRow createImported(StudySpec spec, List<ImportedTrial> trials, String source) {
        return database.with(
                "Cannot import study " + spec.name(), () -> database.jdbi().inTransaction(handle -> {
                    long id = insertRow(handle, spec)
                            .orElseThrow(() -> new DatabaseException("Study " + spec.name() + " exists in "
                                    + database.address() + ". Give another name, or delete it: sextant delete "
                                    + spec.name()));
                    insertRungs(handle, id, spec);
                    StudyDelta delta = new StudyDelta();
                    delta.decidedOnStudy(
                            Optional.empty(),
                            StudyState.CREATED.name(),
                            "the study was created by an import",
                            Map.of());
                    ImportedTrialInserts inserts = new ImportedTrialInserts(handle, id, spec, delta);
                    inserts.insert(trials, source);
                    inserts.complete(trials.size(), source);
                    delta.write(handle, id, spec.name());
                    return find(handle, spec.name()).orElseThrow();
                }));
    }

    private static void insert(Handle handle, StudySpec spec) {
        insertRow(handle, spec).ifPresent(id -> {
            insertRungs(handle, id, spec);
            StudyDelta delta = new StudyDelta();
            Map<String, Long> earlier = new EarlierStudyCopies(handle, id).copy(spec);
            delta.decidedOnStudy(
                    Optional.empty(),
                    StudyState.CREATED.name(),
                    "the study was created" + describe(earlier),
                    earlier.isEmpty() ? Map.of() : Map.of("earlier_trials", earlier));
            delta.write(handle, id, spec.name());
        });
    }

    /** Inserts the row of a study; returns its number, or nothing if a study has the name. */
    private static Optional<Long> insertRow(Handle handle, StudySpec spec) {
        return handle.createQuery(
                        """
                        INSERT INTO study (name, spec, spec_hash, algorithm, metric, goal, max_epochs, slots, devices)
                        VALUES (:name, CAST(:spec AS json), :hash, :algorithm, :metric, :goal, :maxEpochs, :slots,
                                :devices)
                        ON CONFLICT (name) DO NOTHING
                        RETURNING id""")
                .bind("name", spec.name())
                .bindMap(specColumns(spec))
                .mapTo(Long.class)
                .findOne();
    }

    private static String describe(Map<String, Long> earlier) {
        return earlier.isEmpty()
                ? ""
                : earlier.entrySet().stream()
                        .map(study -> study.getValue() + " of " + study.getKey())
                        .collect(Collectors.joining(", ", " with trials to learn from: ", ""));
    }

    /** Keeps an evaluation of a model, in place of a former one of the same model on the same images. */
    public void keep(StudyRow study, EvaluationRow evaluation) {
        String name = study.spec().name();
        database.with("Cannot write an evaluation of study " + name, () -> database.jdbi()
                .inTransaction(handle -> {
                    handle.createUpdate(
                                    """
                                    INSERT INTO evaluation (study_id, images, trial, refit, views, epoch, result)
                                    VALUES (:study, :images, :trial, :refit, :views, :epoch, CAST(:result AS json))
                                    ON CONFLICT (study_id, images, trial, refit, views)
                                    DO UPDATE SET epoch = :epoch, result = CAST(:result AS json), made_at = now()""")
                            .bind("study", study.id())
                            .bindMethods(evaluation)
                            .bind("result", StorableText.of(evaluation.result()))
                            .execute();
                    return handle.createQuery("SELECT pg_notify('" + Database.CHANNEL + "', :name) IS NULL")
                            .bind("name", name)
                            .mapTo(Boolean.class)
                            .one();
                }));
    }

    static Map<String, Object> specColumns(StudySpec spec) {
        Goal goal = spec.objective().goal();
        return Map.of(
                "spec", SpecJson.write(spec),
                "hash", SpecJson.hash(spec),
                "algorithm", spec.search().algorithm(),
                "metric", spec.objective().metric(),
                "goal", goal.word(),
                "maxEpochs", spec.fidelity().maxEpochs(),
                "slots", spec.cluster().slots(),
                "devices", Math.max(1, spec.cluster().gpusPerTrial()));
    }

    static void insertRungs(Handle handle, long study, StudySpec spec) {
        List<Integer> rungs = spec.fidelity().rungs();
        handle.createUpdate(
                        """
                        INSERT INTO rung (study_id, rung, epochs)
                        SELECT :study, number - 1, epochs FROM unnest(:epochs) WITH ORDINALITY AS u (epochs, number)""")
                .bind("study", study)
                .bindArray("epochs", Integer.class, rungs)
                .execute();
    }

    static void announce(Handle handle, String study) {
        handle.createQuery("SELECT pg_notify('" + Database.CHANNEL + "', :study) IS NULL")
                .bind("study", study)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Takes the study's lock.
     *
     * @param holder name of this coordinator, for people: user@host and process
     * @return the study's journal; closing it releases the lock
     * @throws StudyLockedException if another coordinator holds the lock
     */
    public StudyJournal lock(StudyRow study, String holder) {
        return lock(study, holder, MonotonicClock.SYSTEM);
    }

    /** Takes the study's lock; the clock measures how long the study is worked on. */
    StudyJournal lock(StudyRow study, String holder, MonotonicClock clock) {
        return new StudyJournal(database, study, StudyLock.take(database, study, holder, clock));
    }

    /**
     * Asks the coordinator that runs the study to pause it. Changes nothing if there is none.
     *
     * @param requester who asks, for people: user@host; the first one is recorded
     * @return whether a coordinator holds the study's lock
     */
    public boolean requestStop(String name, String requester) {
        return database.with(
                "Cannot ask study " + name + " to stop", () -> database.jdbi().inTransaction(handle -> {
                    Optional<Long> id = handle.createQuery("SELECT id FROM study WHERE name = :name")
                            .bind("name", name)
                            .mapTo(Long.class)
                            .findOne();
                    boolean isRequested = id.isPresent() && requestStopOfHolder(handle, id.get(), requester);
                    if (isRequested) {
                        announce(handle, name);
                    }
                    return isRequested;
                }));
    }

    /** Whether a coordinator holds the lock of a study. */
    public boolean isRunning(String name) {
        return database.with(
                "Cannot read who runs study " + name, () -> database.jdbi().withHandle(handle -> find(handle, name)
                        .map(study -> StudyLock.isHeld(handle, study.id()))
                        .orElse(false)));
    }

    private static boolean requestStopOfHolder(Handle handle, long study, String requester) {
        // A coordinator of an older version may run the study, under a schema without this column.
        Map<String, String> who = hasColumn(handle, "stop_requested_by") ? Map.of("requester", requester) : Map.of();
        int rows = handle.createUpdate(
                        """
                        UPDATE study SET stop_requested_at = now(), updated_at = now()%s
                        WHERE id = :study AND EXISTS (
                            SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                              AND classid = :space AND objid = :key AND objsubid = 2)"""
                                .formatted(
                                        who.isEmpty()
                                                ? ""
                                                : ", stop_requested_by = coalesce(stop_requested_by, :requester)"))
                .bindMap(who)
                .bind("study", study)
                .bind("space", StudyLock.SPACE)
                .bind("key", StudyLock.key(study))
                .execute();
        return rows > 0;
    }

    private static boolean hasColumn(Handle handle, String column) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM pg_attribute
                                       WHERE attrelid = to_regclass('sextant.study') AND attname = :column)""")
                .bind("column", column)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Deletes the study and all its rows, and records that. Does nothing if the study does not exist.
     *
     * @param requester who deletes it, for people: user@host
     * @throws StudyLockedException if a coordinator runs the study
     */
    public void delete(StudyRow study, String requester) {
        database.with("Cannot delete study " + study.spec().name(), () -> database.jdbi()
                .inTransaction(handle -> {
                    if (!tryLock(handle, study)) {
                        throw StudyLock.lockedBySomeone(database, study);
                    }
                    if (DeletedStudies.areRecorded(handle)) {
                        DeletedStudies.record(handle, study.id(), requester);
                    }
                    // Children first: one scan per table, where a cascade would look up every row.
                    for (String table : List.of(
                            "measurement", "checkpoint", "epoch", "decision", "run", "trial", "earlier_trial")) {
                        handle.execute("DELETE FROM " + table + " WHERE study_id = ?", study.id());
                    }
                    handle.execute("DELETE FROM study WHERE id = ?", study.id());
                    announce(handle, study.spec().name());
                    return true;
                }));
    }

    /**
     * Does some work while no coordinator can run the study.
     *
     * @return empty if a coordinator runs it; then nothing was done
     */
    public <T> Optional<T> whileIdle(StudyRow study, Supplier<T> work) {
        return database.with("Cannot lock study " + study.spec().name(), () -> {
            // The lock has a session of its own, so that the work sees rows that were written before the lock was free.
            try (Handle handle = database.jdbi().open()) {
                return handle.inTransaction(
                        locked -> tryLock(locked, study) ? Optional.of(work.get()) : Optional.empty());
            }
        });
    }

    private static boolean tryLock(Handle handle, StudyRow study) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:space, :key)")
                .bind("space", StudyLock.SPACE)
                .bind("key", StudyLock.key(study.id()))
                .mapTo(Boolean.class)
                .one();
    }
}
