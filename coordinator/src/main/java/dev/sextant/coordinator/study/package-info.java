/**
 * The life of a study: found or created, locked, its cut-off runs reaped, run by a scheduler, and let go.
 *
 * <p>{@link dev.sextant.coordinator.study.StudyRunner} is the whole of it. Whatever dies on the way leaves rows from which the
 * next coordinator goes on.
 */
package dev.sextant.coordinator.study;
