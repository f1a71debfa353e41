package dev.sextant.coordinator.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.TrialOrder;
import dev.sextant.sql.row.TrialSummary;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The baseline that a search is compared with: the trial of the first configuration under {@code start_with}.
 *
 * @param trial number of the trial
 * @param value its best value among epochs that satisfy all constraints
 * @param epoch epoch of that value
 * @param params its configuration
 */
public record BaselineTrial(int trial, double value, int epoch, SortedMap<String, Object> params) {
    /** Configurations under {@code start_with} are among the first trials. */
    private static final int FIRST_TRIALS = 100;

    /** Finds the baseline; empty if the study has no {@code start_with}, or the trial has no value. */
    public static Optional<BaselineTrial> find(Database database, StudySpec spec) {
        if (spec.startWith().isEmpty()) {
            return Optional.empty();
        }
        Configuration first = spec.startWith().get(0);
        return database.reader().trials(spec.name(), Set.<TrialState>of(), TrialOrder.NUMBER, FIRST_TRIALS).stream()
                .filter(trial -> trial.feasibleValue().isPresent() && hasConfiguration(trial, first))
                .findFirst()
                .map(trial -> new BaselineTrial(
                        trial.trial(),
                        trial.feasibleValue().getAsDouble(),
                        trial.feasibleEpoch().orElseThrow(),
                        trial.params()));
    }

    /**
     * Returns by how much a value is better than the baseline; negative if it is worse.
     *
     * @param goal goal of the study's objective
     */
    public double improvement(double better, Goal goal) {
        return goal.signed(better - value);
    }

    private static boolean hasConfiguration(TrialSummary trial, Configuration configuration) {
        return trial.params().keySet().equals(configuration.values().keySet())
                && configuration.values().entrySet().stream()
                        .allMatch(entry -> same(entry.getValue(), trial.params().get(entry.getKey())));
    }

    /** Compares values of parameters. Numbers may differ in type, as rows do not distinguish 1.0 from 1. */
    private static boolean same(Object value, Object stored) {
        return (value instanceof Number number && stored instanceof Number row)
                ? number.doubleValue() == row.doubleValue()
                : value.equals(stored);
    }
}
