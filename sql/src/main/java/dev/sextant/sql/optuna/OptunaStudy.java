package dev.sextant.sql.optuna;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.Goal;
import java.util.List;
import java.util.Optional;

/**
 * A study of Optuna with one objective. Immutable.
 *
 * @param metric name that the study gives its objective; empty if it gives none
 * @param parameters all parameters that a trial has, without conditions, in the order in which trials named them
 * @param trials all trials, also those that are not over, by number
 */
public record OptunaStudy(
        String name, Goal goal, Optional<String> metric, List<Parameter> parameters, List<OptunaTrial> trials) {
    public OptunaStudy {
        parameters = List.copyOf(parameters);
        trials = List.copyOf(trials);
    }
}
