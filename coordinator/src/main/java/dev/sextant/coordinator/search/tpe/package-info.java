/**
 * Tree-structured Parzen estimators: kernel densities of good and of other configurations.
 *
 * <p>Input: points of the unit cube, {@link java.lang.Double#NaN} where a parameter is inactive. Output: a {@link
 * dev.sextant.coordinator.search.tpe.DensityRatio}, which draws configurations where good ones are denser than others.
 * Pure: random numbers come from the caller.
 */
package dev.sextant.coordinator.search.tpe;
