/**
 * The scheduler: proposals become runs on slots, reports come in, measurements and outcomes go to the journal.
 *
 * <p>{@link dev.sextant.coordinator.schedule.Scheduler} is one loop on one thread, the only one that decides; it owns the
 * {@link dev.sextant.coordinator.schedule.TrialCache}. Runs leave through a {@link
 * dev.sextant.coordinator.schedule.RunDispatcher} and are heard of through a {@link
 * dev.sextant.coordinator.schedule.RunListener}; {@code ReportReceiver} answers workers from memory. Knows nothing of Spark.
 */
package dev.sextant.coordinator.schedule;
