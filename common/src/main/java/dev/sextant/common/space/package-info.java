/**
 * The search space: parameters, their scales and conditions, and the configurations drawn from it.
 *
 * <p>Input: what the study file says under {@code parameters}. Output: {@link dev.sextant.common.space.SearchSpace},
 * which maps points of the unit cube to {@link dev.sextant.common.space.Configuration}s and back. Everything here is
 * immutable and safe for use by many threads.
 *
 * <p>Parameter values are of four Java types: {@link Double}, {@link Long}, {@link Boolean} and {@link String}.
 */
package dev.sextant.common.space;
