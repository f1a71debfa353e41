package dev.sextant.coordinator.search.ask;

import dev.sextant.common.study.Prior;
import java.util.List;
import java.util.Map;

/**
 * Knowledge that is available before the first trial of a study. Immutable.
 *
 * @param earlier earlier studies for a warm start
 * @param priors the author's priors, by parameter
 */
public record PriorKnowledge(List<EarlierStudy> earlier, Map<String, Prior> priors) {
    /** No prior knowledge. */
    public static final PriorKnowledge NONE = new PriorKnowledge(List.of(), Map.of());

    public PriorKnowledge {
        earlier = List.copyOf(earlier);
        priors = Map.copyOf(priors);
    }
}
