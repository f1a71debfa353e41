package dev.sextant.common.study;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which trainer a study uses, and the settings that are the same for all its trials.
 *
 * @param settings Double, Long, Boolean, String, List or Map by setting, in the names' order
 */
public record TrainerSpec(String type, SortedMap<String, Object> settings) {
    public TrainerSpec {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
