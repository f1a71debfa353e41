/**
 * Densities of good and of other configurations, by kernels around those that were tried.
 *
 * <p>Comes in: points of the unit cube, {@link java.lang.Double#NaN} where a parameter plays no part. Goes out: {@link
 * dev.sextant.coordinator.search.tpe.DensityRatio}, which says where good ones are denser than others. Pure.
 */
package dev.sextant.coordinator.search.tpe;
