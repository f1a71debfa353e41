/**
 * Commands for image classifiers: clean, predict, evaluate, ensemble, refit, lr-find, backbones.
 */
package dev.sextant.coordinator.cli.image;
