package dev.sextant.common.study;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a study's search.
 *
 * @param algorithm name of a search algorithm, such as {@code random} or {@code asha}
 * @param seed seed of all random choices: the same trials and the same seed give the same proposals
 * @param warmStart names of earlier studies that the search learns from
 * @param priors prior by parameter
 */
public record SearchSettings(String algorithm, long seed, List<String> warmStart, SortedMap<String, Prior> priors) {
    public SearchSettings {
        warmStart = List.copyOf(warmStart);
        priors = Collections.unmodifiableSortedMap(new TreeMap<>(priors));
    }

    /** Creates settings without earlier studies and priors. */
    public SearchSettings(String algorithm, long seed) {
        this(algorithm, seed, List.of(), new TreeMap<>());
    }
}
