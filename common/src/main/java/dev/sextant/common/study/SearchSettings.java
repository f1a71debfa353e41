package dev.sextant.common.study;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How configurations are chosen.
 *
 * @param algorithm a name of the algorithms' registry, such as {@code random} or {@code asha}
 * @param seed same rows and same seed, same proposals
 * @param warmStart names of earlier studies that the search learns from
 * @param priors what the author believes, by parameter
 */
public record SearchSettings(String algorithm, long seed, List<String> warmStart, SortedMap<String, Prior> priors) {
    public SearchSettings {
        warmStart = List.copyOf(warmStart);
        priors = Collections.unmodifiableSortedMap(new TreeMap<>(priors));
    }

    /** Without earlier studies or beliefs. */
    public SearchSettings(String algorithm, long seed) {
        this(algorithm, seed, List.of(), new TreeMap<>());
    }
}
