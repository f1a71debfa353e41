/**
 * Gaussian process regression over configurations.
 *
 * <p>Input: points of the unit cube and values. {@code Embedding} turns points into features of the kernel; {@code
 * MarginalLikelihood} and {@code QuasiNewton} fit the {@code Hyperparameters}. Output: a {@code GaussianProcess} with
 * its {@code Prediction}s. Follows Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006 (GPML below).
 * Pure: the same data give the same numbers.
 *
 * <p>Shapes: D parameters, F ≥ D features, n data.
 */
package dev.sextant.coordinator.search.gp;
