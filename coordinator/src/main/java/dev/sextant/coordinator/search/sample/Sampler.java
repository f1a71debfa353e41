package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses configurations for new trials. A pure function of the view, like a {@link SearchAlgorithm}; used by one thread at a
 * time.
 */
public interface Sampler {
    /** Name of the algorithm that trains each of these configurations to the top rung. */
    String name();

    /** A configuration that the study does not have yet; empty when it has all of them. */
    Optional<Sample> sample(StudyView view);

    /**
     * A configuration with the reason for its choice.
     *
     * @param why beginning of a sentence, e.g. {@code point 7 of the random sequence}
     * @param details numbers and names for the reason
     */
    record Sample(Configuration configuration, String why, Map<String, Object> details) {}
}
