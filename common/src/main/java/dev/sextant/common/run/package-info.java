/**
 * What the coordinator and a worker say to each other about a run: the order, the reports, the answer, the result.
 *
 * <p>All serialisable by Java's means, since Spark carries them; none of them holds a secret.
 */
package dev.sextant.common.run;
