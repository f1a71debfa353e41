/**
 * Makes the images and the backbone that are shipped with the demo, from the Fashion-MNIST files. A tool for maintainers; no
 * other code uses it.
 */
package dev.sextant.benchmarks.demo;
