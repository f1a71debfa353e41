/**
 * Trials that other programs have trained, as a study that others can learn from. Input: a CSV file with a study file, or a
 * study of Optuna. Output: {@link dev.sextant.coordinator.past.PastStudy}, which is written by {@link
 * dev.sextant.sql.Studies#createImported}.
 */
package dev.sextant.coordinator.past;
