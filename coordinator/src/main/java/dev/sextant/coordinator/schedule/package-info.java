/**
 * The scheduler: turns proposals into runs on slots, and reports into rows.
 *
 * <p>{@link dev.sextant.coordinator.schedule.Scheduler} is one loop on one thread, the only one that decides and writes. In
 * each turn {@code EventHandler} applies what runs reported to the {@link
 * dev.sextant.coordinator.schedule.TrialCache}, {@code StoppingRule} decides whether the study ends, {@code SlotFiller}
 * gives free slots of the {@code SlotTable} a retry or a new proposal, {@code Steering} carries out requests of people, and {@code WriteBatch} commits all rows in one
 * transaction, repeated by {@code DatabaseRetry} while the database is gone. {@code RunWatch} cancels silent runs.
 *
 * <p>Runs leave through a {@link dev.sextant.coordinator.schedule.RunDispatcher} and report through a {@link
 * dev.sextant.coordinator.schedule.RunListener}; {@code ReportReceiver} answers workers from memory. The package knows
 * no Spark. Clock and waiting are injected, so tests drive it turn by turn.
 */
package dev.sextant.coordinator.schedule;
