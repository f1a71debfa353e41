package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Prior;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Knowledge that is available before the first trial of a study.
 *
 * @param earlier earlier studies for a warm start
 * @param priors the author's priors, by parameter
 * @param work the computing that an epoch of a configuration takes, in a unit of the trainer's choice; empty if not known
 */
public record PriorKnowledge(
        List<EarlierStudy> earlier, Map<String, Prior> priors, Function<Configuration, OptionalDouble> work) {
    /** No prior knowledge. */
    public static final PriorKnowledge NONE = new PriorKnowledge(List.of(), Map.of());

    public PriorKnowledge {
        earlier = List.copyOf(earlier);
        priors = Map.copyOf(priors);
    }

    /** Creates knowledge that does not tell how much epochs compute. */
    public PriorKnowledge(List<EarlierStudy> earlier, Map<String, Prior> priors) {
        this(earlier, priors, configuration -> OptionalDouble.empty());
    }
}
