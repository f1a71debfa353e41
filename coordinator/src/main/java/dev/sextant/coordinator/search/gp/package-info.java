/**
 * Gaussian processes over configurations: how configurations become points with distances, the covariance, what its
 * hyperparameters most likely are, and what follows for configurations that were not tried.
 *
 * <p>Follows Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006 (GPML below). Pure: the same data give
 * the same numbers.
 */
package dev.sextant.coordinator.search.gp;
