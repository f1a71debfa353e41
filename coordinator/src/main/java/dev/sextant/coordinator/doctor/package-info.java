/**
 * Checks of what studies need: database, cluster, machine, data. Options and a study file come in; findings with what
 * to do go out. No check changes anything, and none throws because of what it finds.
 *
 * <p>{@link dev.sextant.coordinator.doctor.Diagnosis} carries out the checks; each is a {@link
 * dev.sextant.coordinator.doctor.Check}.
 */
package dev.sextant.coordinator.doctor;
