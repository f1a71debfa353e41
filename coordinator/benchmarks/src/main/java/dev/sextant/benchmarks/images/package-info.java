/** Measures how fast images are read, augmented and passed to a network, and how fast heads are trained. */
package dev.sextant.benchmarks.images;
