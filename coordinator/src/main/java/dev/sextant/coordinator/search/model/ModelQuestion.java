package dev.sextant.coordinator.search.model;

import java.util.List;
import java.util.Optional;

/**
 * Training data of a model, and the way in which its next point is chosen.
 *
 * @param data the trials to learn from
 * @param rung the only rung whose results count; empty when the model is of all trials
 * @param running rows of running and pending trials without a result in the data
 * @param beta β of the acquisition function
 * @param explore whether to use pure exploration instead of the upper confidence bound
 */
record ModelQuestion(ModelData data, Optional<Integer> rung, List<Integer> running, double beta, boolean explore) {}
