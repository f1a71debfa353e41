/**
 * Logs of runs.
 *
 * <p>Input: lines that a program prints, or that a trainer logs. Output: parts of the {@link dev.sextant.worker.log.RunLog}
 * of the run that they belong to, for its next report.
 */
package dev.sextant.worker.log;
