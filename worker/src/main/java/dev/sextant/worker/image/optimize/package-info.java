/**
 * How weights follow the gradient: the optimizers on one flat vector of weights, the schedules of the learning rate and
 * the decision to stop early. Nothing here knows images or networks.
 */
package dev.sextant.worker.image.optimize;
