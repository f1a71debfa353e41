/**
 * Messages between the coordinator and a worker about a run: the order, the reports, the answers and the result.
 *
 * <p>All messages are {@link java.io.Serializable}, because Spark carries them. None contains a secret.
 */
package dev.sextant.common.run;
