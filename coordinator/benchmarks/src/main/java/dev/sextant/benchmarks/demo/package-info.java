/**
 * Makes the images and the backbone that the demo ships with, from the Fashion-MNIST files, so that anybody can make them
 * again. Nothing else uses it.
 */
package dev.sextant.benchmarks.demo;
