package dev.sextant.coordinator.search.ask;

import dev.sextant.common.study.Prior;
import java.util.List;
import java.util.Map;

/**
 * What is known before a study's first trial.
 *
 * @param earlier studies whose trials it learns from as well
 * @param priors what the study's author believes, by parameter
 */
public record PriorKnowledge(List<EarlierStudy> earlier, Map<String, Prior> priors) {
    /** Nothing is known. */
    public static final PriorKnowledge NONE = new PriorKnowledge(List.of(), Map.of());

    public PriorKnowledge {
        earlier = List.copyOf(earlier);
        priors = Map.copyOf(priors);
    }
}
