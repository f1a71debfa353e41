package dev.sextant.sql;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.Decision;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes the runs that are dispatched: the first of a trial, its next, or another attempt at one that was lost. */
final class RunInserts {
    private final Handle handle;
    private final StudyLock.LockedStudy study;
    private final Duration lease;
    private final StudyDelta delta;

    RunInserts(Handle handle, StudyLock.LockedStudy study, Duration lease, StudyDelta delta) {
        this.handle = handle;
        this.study = study;
        this.lease = lease;
        this.delta = delta;
    }

    private int trials() {
        return study.trials() + delta.trialsStarted();
    }

    RunKey start(int number, Configuration configuration, long seed, int toEpoch, int slot, Decision decision) {
        RunKey key = new RunKey(study.id(), number, 1, 1);
        String params = SpecJson.write(configuration);
        if (number <= trials()) {
            requireSame(number, params, seed);
            return key;
        }
        if (number != trials() + 1) {
            throw new DatabaseException("Cannot start trial " + number + ": the study has " + trials()
                    + " trials, so the next one is trial " + (trials() + 1));
        }
        handle.createUpdate(
                        """
                        INSERT INTO trial (study_id, trial, state, params, seed, proposed_by, run, attempt, target_epoch)
                        VALUES (:study, :trial, 'RUNNING', CAST(:params AS jsonb), :seed, :by, 1, 1, :toEpoch)""")
                .bind("study", study.id())
                .bind("trial", number)
                .bind("params", params)
                .bind("seed", seed)
                .bind("by", decision.by())
                .bind("toEpoch", toEpoch)
                .execute();
        delta.trialStarted();
        insertRun(key, 0, toEpoch, slot, Optional.empty(), decision);
        return key;
    }

    /** Accepts a repeated call, whose first answer was lost. Anything else would be a second trial of the same number. */
    private void requireSame(int number, String params, long seed) {
        boolean same = handle.createQuery(
                        """
                        SELECT params = CAST(:params AS jsonb) AND seed = :seed FROM trial
                        WHERE study_id = :study AND trial = :trial""")
                .bind("study", study.id())
                .bind("trial", number)
                .bind("params", params)
                .bind("seed", seed)
                .mapTo(Boolean.class)
                .one();
        if (!same) {
            throw new DatabaseException("Cannot start trial " + number + ": it exists with another configuration or"
                    + " seed. The next trial is " + (trials() + 1));
        }
    }

    RunKey continueTrial(int trial, int fromEpoch, int toEpoch, int slot, Decision decision) {
        Latest latest = latest(trial);
        if (latest.isUnderWay(fromEpoch, toEpoch, slot, study.token())) {
            return latest.key();
        }
        RunKey next = new RunKey(study.id(), trial, latest.key().run() + 1, 1);
        dispatch(latest, next, fromEpoch, toEpoch, slot, decision);
        return next;
    }

    RunKey retry(RunKey over, int fromEpoch, int slot, Decision decision) {
        Latest latest = latest(over.trial());
        RunKey next = over.nextAttempt();
        if (latest.key().equals(next) && latest.isUnderWay(fromEpoch, latest.toEpoch(), slot, study.token())) {
            return next;
        }
        if (!latest.key().equals(over)) {
            throw new DatabaseException("Cannot retry " + over + ": the trial's latest run is " + latest.key());
        }
        if (!latest.runState().equals("LOST") && !latest.runState().equals("STOPPED")) {
            throw new DatabaseException("Cannot retry " + over + ": it is " + latest.runState()
                    + ". Only a LOST or STOPPED run can be retried");
        }
        dispatch(latest, next, fromEpoch, latest.toEpoch(), slot, decision);
        return next;
    }

    private void dispatch(Latest latest, RunKey next, int fromEpoch, int toEpoch, int slot, Decision decision) {
        boolean changed = handle.createUpdate(
                                """
                        UPDATE trial SET state = 'RUNNING', run = :run, attempt = :attempt, target_epoch = :toEpoch,
                                         error = '', updated_at = now()
                        WHERE study_id = :study AND trial = :trial AND state IN ('PENDING', 'PAUSED')
                          AND run = :oldRun AND attempt = :oldAttempt""")
                        .bind("study", study.id())
                        .bind("trial", next.trial())
                        .bind("run", next.run())
                        .bind("attempt", next.attempt())
                        .bind("toEpoch", toEpoch)
                        .bind("oldRun", latest.key().run())
                        .bind("oldAttempt", latest.key().attempt())
                        .execute()
                == 1;
        if (!changed) {
            throw new DatabaseException("Cannot run trial " + next.trial() + ": it is " + latest.trialState()
                    + ". Only a PENDING or PAUSED trial can be continued");
        }
        insertRun(next, fromEpoch, toEpoch, slot, Optional.of(latest.trialState()), decision);
    }

    private void insertRun(
            RunKey key, int fromEpoch, int toEpoch, int slot, Optional<String> fromState, Decision decision) {
        handle.createUpdate(
                        """
                        INSERT INTO run (study_id, trial, run, attempt, state, from_epoch, to_epoch, slot, devices,
                                         lock_token, application, lease_until)
                        VALUES (:study, :trial, :run, :attempt, 'DISPATCHED', :fromEpoch, :toEpoch, :slot, :devices,
                                :token, :application, now() + make_interval(secs => :lease))""")
                .bind("study", study.id())
                .bind("trial", key.trial())
                .bind("run", key.run())
                .bind("attempt", key.attempt())
                .bind("fromEpoch", fromEpoch)
                .bind("toEpoch", toEpoch)
                .bind("slot", slot)
                .bind("devices", study.devices())
                .bind("token", study.token())
                .bind("application", study.application())
                .bind("lease", lease.toMillis() / 1000.0)
                .execute();
        delta.runDispatched();
        delta.decided(key, fromState, TrialState.RUNNING.name(), decision);
    }

    private Latest latest(int trial) {
        return handle.createQuery(
                        """
                        SELECT t.run, t.attempt, t.state, r.state, r.from_epoch, r.to_epoch, r.slot, r.lock_token
                        FROM trial t
                        JOIN run r ON r.study_id = t.study_id AND r.trial = t.trial AND r.run = t.run
                                  AND r.attempt = t.attempt
                        WHERE t.study_id = :study AND t.trial = :trial""")
                .bind("study", study.id())
                .bind("trial", trial)
                .map((row, context) -> new Latest(
                        new RunKey(study.id(), trial, row.getInt(1), row.getInt(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getLong(8)))
                .findOne()
                .orElseThrow(() ->
                        new DatabaseException("Cannot run trial " + trial + ": the study has " + trials() + " trials"));
    }

    private record Latest(
            RunKey key, String trialState, String runState, int fromEpoch, int toEpoch, int slot, long token) {
        /** Whether this is the run that a call asks for: then the call is repeated, because its first answer was lost. */
        boolean isUnderWay(int from, int to, int inSlot, long byToken) {
            return (runState.equals("DISPATCHED") || runState.equals("RUNNING"))
                    && fromEpoch == from
                    && toEpoch == to
                    && slot == inSlot
                    && token == byToken;
        }
    }
}
