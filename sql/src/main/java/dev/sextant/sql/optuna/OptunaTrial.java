package dev.sextant.sql.optuna;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trial of Optuna. Immutable.
 *
 * @param number number in its study, from 0
 * @param values value by parameter: Double, Long, String or Boolean
 * @param value what the objective function returned, or for a pruned trial its last report; may be infinite
 * @param reports reported values by step; may be NaN or infinite
 */
public record OptunaTrial(
        int number, State state, Map<String, Object> values, OptionalDouble value, SortedMap<Integer, Double> reports) {
    public OptunaTrial {
        values = Map.copyOf(values);
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
    }

    /** States in the words of Optuna. */
    public enum State {
        RUNNING,
        COMPLETE,
        PRUNED,
        FAIL,
        WAITING;

        /** Whether the trial is over. */
        public boolean isFinished() {
            return this != RUNNING && this != WAITING;
        }
    }
}
