package dev.sextant.coordinator.study;

import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.Measurement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A constraint of the objective and the value of its metric.
 *
 * @param value measured after the best epoch of a trial
 */
public record ConstraintValue(Objective.Constraint constraint, double value) {
    /** Reads the values of a trial on the leaderboard, one per constraint. */
    public static List<ConstraintValue> of(Database database, StudySpec spec, LeaderboardRow trial) {
        List<Objective.Constraint> constraints = spec.objective().constraints();
        if (constraints.isEmpty()) {
            return List.of();
        }
        Map<String, Double> measured =
                database.reader().trial(spec.name(), trial.trial()).orElseThrow().curve().stream()
                        .filter(measurement -> measurement.epoch() == trial.epoch())
                        .collect(Collectors.toMap(Measurement::metric, Measurement::value));
        return constraints.stream()
                .map(constraint -> new ConstraintValue(constraint, measured.get(constraint.metric())))
                .toList();
    }
}
