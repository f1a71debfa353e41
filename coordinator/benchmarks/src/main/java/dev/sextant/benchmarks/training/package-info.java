/** Measures the speed of training and inference of pretrained networks, with and without the optimizations used. */
package dev.sextant.benchmarks.training;
