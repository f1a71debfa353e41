/** How fast images are read, augmented and handed to a network. */
package dev.sextant.benchmarks.images;
