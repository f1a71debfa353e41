package dev.sextant.coordinator.search.model;

import java.util.List;
import java.util.Optional;

/**
 * What to ask which model.
 *
 * @param data what it learns from
 * @param rung the one whose trials alone count; empty for all
 * @param underWay rows of trials without a value there yet
 * @param beta β of its acquisition function
 * @param explore whether where it knows least is asked for, instead of the best that can be hoped for
 */
record ModelQuestion(ModelData data, Optional<Integer> rung, List<Integer> underWay, double beta, boolean explore) {}
