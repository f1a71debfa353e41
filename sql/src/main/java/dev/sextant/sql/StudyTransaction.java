package dev.sextant.sql;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.Improvement;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The writes that a coordinator makes to its study in one transaction. {@link StudyJournal#inTransaction} hands one to its
 * caller and commits it; using it after that fails.
 *
 * <p>The transaction holds the study's row until it ends. All methods throw a {@link DatabaseException} if the write is
 * refused or fails; then the whole transaction is rolled back. Every write is idempotent: a transaction whose outcome is
 * unknown can be repeated as a whole. Not safe for use by many threads.
 */
public final class StudyTransaction {
    private final Database database;
    private final Handle handle;
    private final StudyLock.LockedStudy study;
    private final Duration lease;
    private final StudyDelta delta = new StudyDelta();
    private StudySpec spec;
    private boolean respecified;

    StudyTransaction(Database database, Handle handle, StudyLock.LockedStudy study, StudySpec spec, Duration lease) {
        this.database = database;
        this.handle = handle;
        this.study = study;
        this.spec = spec;
        this.lease = lease;
    }

    /**
     * Inserts a trial in state RUNNING and its first run in state DISPATCHED.
     *
     * @param number the trial's number: one more than the number of the study's last trial
     * @param seed the trial's own random seed
     * @param toEpoch the epoch at which the run ends
     * @param slot the slot that the run occupies, from 0
     * @return the key of the run
     */
    public RunKey startTrial(
            int number, Configuration configuration, long seed, int toEpoch, int slot, Decision decision) {
        return write("Cannot start trial " + number + " of study " + study.name(), () -> runInserts()
                .start(number, configuration, seed, toEpoch, slot, decision));
    }

    /**
     * Inserts the next run of a PENDING or PAUSED trial, which becomes RUNNING.
     *
     * @param fromEpoch the epoch of the checkpoint that the run resumes from, 0 to start anew
     * @param toEpoch the epoch at which the run ends
     * @param slot the slot that the run occupies, from 0
     * @return the key of the run
     */
    public RunKey continueTrial(int trial, int fromEpoch, int toEpoch, int slot, Decision decision) {
        return write("Cannot continue trial " + trial + " of study " + study.name(), () -> runInserts()
                .continueTrial(trial, fromEpoch, toEpoch, slot, decision));
    }

    /**
     * Inserts the next attempt at a run that was LOST, or STOPPED before its last epoch. Its trial becomes RUNNING.
     *
     * @param over the key of the attempt that ended
     * @param fromEpoch the epoch of the checkpoint that the attempt resumes from, 0 to start anew
     * @param slot the slot that the attempt occupies, from 0
     * @return the key of the new attempt
     */
    public RunKey retry(RunKey over, int fromEpoch, int slot, Decision decision) {
        return write("Cannot retry " + over + " of study " + study.name(), () -> runInserts()
                .retry(over, fromEpoch, slot, decision));
    }

    private RunInserts runInserts() {
        return new RunInserts(handle, study, lease, delta);
    }

    /** Records that an executor has begun a run. Ignored if the attempt is not the latest. */
    public void runStarted(RunReport.Started report) {
        write("Cannot record the start of " + report.key() + " of study " + study.name(), () -> {
            runUpdates().started(report);
            return null;
        });
    }

    /**
     * Inserts measurements and the checkpoints that came with them. Reports of an older attempt are ignored, and so are
     * epochs that are recorded already.
     *
     * @return the number of epochs that were new
     */
    public int record(List<RunReport.EpochDone> reports) {
        if (reports.isEmpty()) {
            return 0;
        }
        return write(
                "Cannot write measurements of study " + study.name(),
                () -> new MeasurementInserts(handle, study.id(), spec.objective(), delta).record(reports));
    }

    /** Inserts the logs that came with reports. Those of an older attempt are ignored. A failure is logged, not thrown. */
    public void log(List<? extends RunReport> reports) {
        write("Cannot write logs of study " + study.name(), () -> {
            new LogInserts(handle, study.id()).insert(reports);
            return null;
        });
    }

    /**
     * Ends a run, and with it its trial's state RUNNING.
     *
     * @param deviceTime time that the run kept devices busy, times their number
     * @return whether this end is recorded; false if the attempt is not the latest, or has already ended in another way
     */
    public boolean endRun(RunEnd end, Duration deviceTime) {
        return write("Cannot write the end of " + end.key() + " of study " + study.name(), () -> runUpdates()
                .end(end, deviceTime));
    }

    /**
     * Ends a PENDING or PAUSED trial, which becomes STOPPED. Does nothing if it is STOPPED already.
     *
     * @param latest the key of its latest run and attempt
     */
    public void stopTrial(RunKey latest, Decision decision) {
        write("Cannot stop " + latest + " of study " + study.name(), () -> {
            runUpdates().stopTrial(latest, decision);
            return null;
        });
    }

    /** Records the last improvement of the study's best value, from which its patience is counted. */
    public void improved(Improvement last) {
        write("Cannot write the last improvement of study " + study.name(), () -> {
            handle.execute(
                    "UPDATE study SET improved_value = ?, improved_trials = ?, improved_epochs = ? WHERE id = ?",
                    last.value(),
                    last.trials(),
                    last.epochs(),
                    study.id());
            return null;
        });
    }

    /**
     * Answers a request of a person. Does nothing if it is answered already.
     *
     * @param request number of the request
     * @param trial the trial that the request has led to; empty if it names one, or has led to none
     * @param answer what came of it, for people
     */
    public void answer(int request, Optional<Integer> trial, String answer) {
        write("Cannot answer request " + request + " to study " + study.name(), () -> {
            Requests.answer(handle, study.id(), request, trial, answer);
            delta.touch();
            return null;
        });
    }

    /**
     * Ends all runs that are still under way as LOST. Their trials become PAUSED at their last checkpoint, or PENDING
     * without one. For a coordinator that resumes a study: no other one can be alive. Such a run counts as ended when the
     * database last heard of it.
     *
     * @param why why the runs were lost, for people
     * @return the keys of the runs that this call ended
     */
    public List<RunKey> reap(String why) {
        return write("Cannot end the lost runs of study " + study.name(), () -> runUpdates()
                .reap(why));
    }

    private RunUpdates runUpdates() {
        return new RunUpdates(handle, study.id(), delta);
    }

    /**
     * Records which Spark application carries the runs from now on.
     *
     * @param applicationId id of the Spark application
     */
    public void carriedBy(String applicationId) {
        write("Cannot write the Spark application of study " + study.name(), () -> {
            handle.execute("UPDATE study SET lock_application = ? WHERE id = ?", applicationId, study.id());
            delta.touch();
            return null;
        });
    }

    /** Changes the study's state, with a decision row. Does nothing if the study is in that state already. */
    public void studyBecomes(StudyState state, String reason) {
        studyBecomes(state, reason, Map.of());
    }

    /** Changes the study's state, with a decision row that has details. */
    public void studyBecomes(StudyState state, String reason, Map<String, Object> details) {
        write("Cannot write the state of study " + study.name(), () -> {
            String from = study.state();
            if (!from.equals(state.name())) {
                handle.createUpdate("UPDATE study SET state = :to WHERE id = :id AND state = :from")
                        .bind("to", state.name())
                        .bind("id", study.id())
                        .bind("from", from)
                        .execute();
                delta.decidedOnStudy(Optional.of(from), state.name(), reason, details);
            }
            return null;
        });
    }

    /**
     * Replaces the study's specification by one that differs only in what may change on resume. Does nothing if it is the
     * same.
     *
     * @throws IllegalArgumentException if the specification has another name
     */
    public void respecify(StudySpec changed, String reason) {
        if (!changed.name().equals(study.name())) {
            throw new IllegalArgumentException("Cannot rename study " + study.name() + " to " + changed.name());
        }
        write("Cannot write the specification of study " + study.name(), () -> {
            boolean differs = handle.createUpdate(
                                    """
                            UPDATE study SET spec = CAST(:spec AS json), spec_hash = :hash, algorithm = :algorithm,
                                metric = :metric, goal = :goal, max_epochs = :maxEpochs, slots = :slots,
                                devices = :devices
                            WHERE id = :id AND spec_hash <> :hash""")
                            .bindMap(Studies.specColumns(changed))
                            .bind("id", study.id())
                            .execute()
                    > 0;
            if (differs) {
                handle.execute("DELETE FROM rung WHERE study_id = ?", study.id());
                Studies.insertRungs(handle, study.id(), changed);
                delta.decidedOnStudy(
                        Optional.of(study.state()), study.state(), reason, Map.of("spec_hash", SpecJson.hash(changed)));
            }
            return null;
        });
        spec = changed;
        respecified = true;
    }

    /** Returns the specification that this transaction gave the study. */
    Optional<StudySpec> newSpec() {
        return respecified ? Optional.of(spec) : Optional.empty();
    }

    /** Writes the study's totals and decisions, as the transaction's last statement. */
    void finish() {
        delta.write(handle, study.id(), study.name());
    }

    private <T> T write(String summary, Supplier<T> statements) {
        return database.with(summary, statements);
    }
}
