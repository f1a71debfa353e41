package dev.sextant.common.study;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trainer of a study and its fixed settings, which are the same for all trials.
 *
 * @param settings Double, Long, Boolean, String, List or Map by setting, sorted by name
 */
public record TrainerSpec(String type, SortedMap<String, Object> settings) {
    public TrainerSpec {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
