package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.StudySpec;

/**
 * State that the parts of a scheduler share: the study in memory, and where its rows, answers and notices go.
 *
 * @param studyId the study's row id
 * @param trials the study's trials
 * @param slots free and busy slots
 * @param retries trials whose runs were lost
 * @param stopping when and how the study ends
 * @param writes rows to be written with the next commit
 * @param receiver answers the reports of runs under way
 * @param observer receives progress and notices
 */
record SchedulerState(
        StudySpec spec,
        long studyId,
        TrialCache trials,
        SlotTable slots,
        RetrySchedule retries,
        StoppingRule stopping,
        WriteBatch writes,
        ReportReceiver receiver,
        StudyObserver observer) {}
