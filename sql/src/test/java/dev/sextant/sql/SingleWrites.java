package dev.sextant.sql;

import dev.sextant.common.run.LogPart;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.util.List;

/** Writes to a journal, each in a transaction of its own. */
public final class SingleWrites {
    private SingleWrites() {}

    public static RunKey startTrial(
            StudyJournal journal,
            int number,
            Configuration configuration,
            long seed,
            int toEpoch,
            int slot,
            Decision decision) {
        return journal.inTransaction(tx -> tx.startTrial(number, configuration, seed, toEpoch, slot, decision));
    }

    static RunKey continueTrial(
            StudyJournal journal, int trial, int fromEpoch, int toEpoch, int slot, Decision decision) {
        return journal.inTransaction(tx -> tx.continueTrial(trial, fromEpoch, toEpoch, slot, decision));
    }

    static RunKey retry(StudyJournal journal, RunKey over, int fromEpoch, int slot, Decision decision) {
        return journal.inTransaction(tx -> tx.retry(over, fromEpoch, slot, decision));
    }

    static void runStarted(StudyJournal journal, RunReport.Started report) {
        journal.useTransaction(tx -> tx.runStarted(report));
    }

    public static int recordEpochs(StudyJournal journal, RunReport.EpochDone... reports) {
        return recordEpochs(journal, List.of(reports));
    }

    static int recordEpochs(StudyJournal journal, List<RunReport.EpochDone> reports) {
        return journal.inTransaction(tx -> tx.record(reports));
    }

    public static void log(StudyJournal journal, RunKey key, long from, String text) {
        journal.useTransaction(tx -> tx.log(List.of(new RunReport.Logged(key, List.of(new LogPart(from, text))))));
    }

    static boolean endRun(StudyJournal journal, RunEnd end) {
        return endRun(journal, end, Duration.ZERO);
    }

    static boolean endRun(StudyJournal journal, RunEnd end, Duration deviceTime) {
        return journal.inTransaction(tx -> tx.endRun(end, deviceTime));
    }

    static List<RunKey> reap(StudyJournal journal, String why) {
        return journal.inTransaction(tx -> tx.reap(why));
    }

    static void studyBecomes(StudyJournal journal, StudyState state, String reason) {
        journal.useTransaction(tx -> tx.studyBecomes(state, reason));
    }

    static void respecify(StudyJournal journal, StudySpec spec, String reason) {
        journal.useTransaction(tx -> tx.respecify(spec, reason));
    }
}
