package dev.sextant.sql.row;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.TrialState;
import java.util.List;
import java.util.Map;

/**
 * A trial that another program has trained. Immutable.
 *
 * @param place where it comes from, for people, such as {@code line 7}
 * @param state COMPLETED, STOPPED or FAILED
 * @param error why it failed; empty unless it did
 * @param epochs value by metric after each epoch, the first one first; may be NaN or infinite
 */
public record ImportedTrial(
        String place, Configuration configuration, TrialState state, String error, List<Map<String, Double>> epochs) {
    public ImportedTrial {
        epochs = List.copyOf(epochs);
    }
}
