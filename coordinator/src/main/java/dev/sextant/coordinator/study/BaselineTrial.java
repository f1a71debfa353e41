package dev.sextant.coordinator.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.TrialOrder;
import dev.sextant.sql.row.TrialSummary;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The trial that a search is compared with: that of the first configuration under {@code start_with}.
 *
 * @param epoch epoch with the best value
 */
public record BaselineTrial(int trial, double value, int epoch, SortedMap<String, Object> params) {
    /** Number of trials to look through: configurations of {@code start_with} come first, others may come between. */
    private static final int FIRST_TRIALS = 100;

    /** Returns the baseline; empty if there is no {@code start_with}, or its trial has no value. */
    public static Optional<BaselineTrial> find(Database database, StudySpec spec) {
        if (spec.startWith().isEmpty()) {
            return Optional.empty();
        }
        Configuration first = spec.startWith().get(0);
        return database.reader().trials(spec.name(), Set.<TrialState>of(), TrialOrder.NUMBER, FIRST_TRIALS).stream()
                .filter(trial -> trial.feasibleValue().isPresent() && isOf(trial, first))
                .findFirst()
                .map(trial -> new BaselineTrial(
                        trial.trial(),
                        trial.feasibleValue().getAsDouble(),
                        trial.bestEpoch().orElse(trial.epoch()),
                        trial.params()));
    }

    private static boolean isOf(TrialSummary trial, Configuration configuration) {
        return trial.params().keySet().equals(configuration.values().keySet())
                && configuration.values().entrySet().stream()
                        .allMatch(entry -> same(entry.getValue(), trial.params().get(entry.getKey())));
    }

    /** Compares numbers by value: rows do not distinguish a whole Double from a Long. */
    private static boolean same(Object one, Object other) {
        return (one instanceof Number number && other instanceof Number row)
                ? number.doubleValue() == row.doubleValue()
                : one.equals(other);
    }
}
