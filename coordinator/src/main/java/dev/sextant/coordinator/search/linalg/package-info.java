/**
 * Dense linear algebra for the search's models: Cholesky factors, triangular solves, inverses and a fast exponential.
 *
 * <p>Loops run over rows, so that the JIT compiler turns them into vector instructions; the order of the sums is fixed, so
 * that any machine computes the same bits.
 */
package dev.sextant.coordinator.search.linalg;
