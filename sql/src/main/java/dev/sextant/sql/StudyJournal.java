package dev.sextant.sql;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import java.time.Duration;
import java.util.List;

/**
 * Writes what one coordinator does to one study, under the study's lock. Every method is one transaction, which checks
 * that the lock is still ours.
 *
 * <p>All methods throw {@link LockLostException} when another coordinator has taken the lock, and {@link
 * DatabaseException} when the database is gone; then nothing was written, and the call can be made again: every write is
 * idempotent. Safe for use by many threads.
 */
public final class StudyJournal implements AutoCloseable {
    StudyJournal() {}

    /** Everything the rows say about the study. */
    public StudySnapshot load() {
        throw new UnsupportedOperationException();
    }

    /**
     * Inserts a trial and its first run, DISPATCHED.
     *
     * @param number the trial's number, one more than the last one's
     * @param seed the trial's own seed
     * @param toEpoch the epoch that the run is for
     * @param slot which slot it goes to, from 0
     */
    public RunKey startTrial(
            int number, Configuration configuration, long seed, int toEpoch, int slot, Decision decision) {
        throw new UnsupportedOperationException();
    }

    /** Inserts the next run of a PENDING or PAUSED trial, which becomes RUNNING. */
    public RunKey continueTrial(int trial, int fromEpoch, int toEpoch, int slot, Decision decision) {
        throw new UnsupportedOperationException();
    }

    /** Inserts the next attempt at a run that was LOST or STOPPED before it reached its epoch; its trial becomes RUNNING. */
    public RunKey retry(RunKey over, int fromEpoch, int slot, Decision decision) {
        throw new UnsupportedOperationException();
    }

    /** Notes that an executor has begun a run; ignored when the attempt is not the latest. */
    public void runStarted(RunReport.Started report) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes measurements, and the checkpoints that came with them, in one statement each; what an older attempt says is
     * ignored, and so is an epoch that stands already.
     *
     * @return how many epochs were new
     */
    public int record(List<RunReport.EpochDone> reports) {
        throw new UnsupportedOperationException();
    }

    /** @return whether it was written: false when the attempt is not the latest or the run is already over */
    public boolean endRun(RunEnd end) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends, as LOST, all runs that are not over: their trials become PAUSED at their last checkpoint, or PENDING. Called
     * on resume, when no other coordinator can be alive.
     *
     * @return the keys of the runs
     */
    public List<RunKey> reap(String why) {
        throw new UnsupportedOperationException();
    }

    /** Pushes the leases of all runs under way to now + {@code lease}, and counts the wall-clock time. */
    public void heartbeat(Duration lease) {
        throw new UnsupportedOperationException();
    }

    /** Changes the study's state, with a decision row. */
    public void studyBecomes(StudyState state, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Replaces the spec by one that differs only in what may change on resume. */
    public void respecify(StudySpec spec, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Whether somebody asked for the study to pause since the lock was taken. */
    public boolean stopRequested() {
        throw new UnsupportedOperationException();
    }

    /** Gives the lock back. */
    @Override
    public void close() {}
}
