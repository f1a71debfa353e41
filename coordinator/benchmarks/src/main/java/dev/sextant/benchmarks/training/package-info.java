/** Measures how fast pretrained networks are trained and asked, with and without what makes it faster. */
package dev.sextant.benchmarks.training;
