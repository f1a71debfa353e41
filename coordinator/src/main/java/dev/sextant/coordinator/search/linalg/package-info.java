/**
 * Dense linear algebra for the search's models: Cholesky factors, triangular solves, inverses and a fast exponential.
 *
 * <p>Inner loops run along rows, so that the JIT compiler turns them into vector instructions. The order of the sums is
 * fixed, so that every machine computes the same bits.
 */
package dev.sextant.coordinator.search.linalg;
