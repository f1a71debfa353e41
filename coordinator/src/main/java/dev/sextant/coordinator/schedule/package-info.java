/**
 * Slots, and what runs on them: proposals become runs, runs become Spark jobs of one task, reports come in, measurements
 * and endings go to the journal.
 *
 * <p>{@link dev.sextant.coordinator.schedule.Scheduler} is the loop, and the only one who decides; it runs on one thread and
 * owns {@link dev.sextant.coordinator.schedule.StudyBook}. {@link dev.sextant.coordinator.schedule.SparkRuns} carries runs to
 * executors, {@link dev.sextant.coordinator.schedule.SextantPlugin} carries reports back to {@link
 * dev.sextant.coordinator.schedule.ReportDesk}, which answers from memory. {@link
 * dev.sextant.coordinator.schedule.ClusterStart} starts the Spark application, on this machine while the database is still
 * being opened.
 */
package dev.sextant.coordinator.schedule;
