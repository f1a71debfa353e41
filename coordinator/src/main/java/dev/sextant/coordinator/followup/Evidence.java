package dev.sextant.coordinator.followup;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ParameterImportance.Share;
import java.util.List;

/**
 * What a study has found out about one parameter.
 *
 * @param parameter the parameter as it was searched
 * @param share its importance, and its good values by the model
 * @param best its value in the best trial
 * @param ranked values of the trials in which it was active, the best trial first
 * @param unexplained share of the differences between trials that the model considers noise, in [0, 1]
 */
record Evidence(Parameter parameter, Share share, Object best, List<Object> ranked, double unexplained) {
    /** Parameters that explain less are as good anywhere, as far as the trials tell. */
    private static final double RELEVANT = 0.05;

    /** With more noise than this, the good range is not trusted. */
    private static final double MOSTLY_NOISE = 0.8;

    private static final int FEWEST_TOP_TRIALS = 5;
    private static final double TOP_SHARE = 0.1;

    Evidence {
        ranked = List.copyOf(ranked);
    }

    static List<Object> values(Parameter parameter, List<Trial> bestFirst) {
        return bestFirst.stream()
                .map(trial -> trial.configuration().values().get(parameter.name()))
                .filter(value -> value != null && parameter.contains(value))
                .toList();
    }

    boolean isRelevant() {
        return share.withOthers() >= RELEVANT
                && unexplained <= MOSTLY_NOISE
                && !share.good().isEmpty();
    }

    /** Returns the values in the best tenth of the trials, at least five. */
    List<Object> top() {
        int count = Math.max(FEWEST_TOP_TRIALS, (int) Math.ceil(TOP_SHARE * ranked.size()));
        return ranked.subList(0, Math.min(count, ranked.size()));
    }

    /** Returns for example {@code It explains 34 % of the differences between trials.} */
    String importance() {
        return "It explains " + Math.round(100 * share.withOthers()) + " % of the differences between trials.";
    }
}
