package dev.sextant.common.study;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trainer of a study and its fixed settings, which are the same for all trials.
 *
 * @param revision revision of the trainer when the study was created, from {@link #FIRST_REVISION}. A trainer trains a
 *     study by the rules of its revision, so that an upgrade of Sextant does not change a study that is under way
 * @param settings Double, Long, Boolean, String, List or Map by setting, sorted by name
 */
public record TrainerSpec(String type, int revision, SortedMap<String, Object> settings) {
    /** Revision of a trainer whose rules never changed, and of studies that name none. */
    public static final int FIRST_REVISION = 1;

    /** Type of a study that was imported: another program has trained it, and nothing can continue it. */
    public static final String IMPORTED = "imported";

    public TrainerSpec {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Creates the specification of a trainer at its first revision. */
    public TrainerSpec(String type, SortedMap<String, Object> settings) {
        this(type, FIRST_REVISION, settings);
    }

    /** Returns whether another program has trained the study. */
    public boolean isImported() {
        return type.equals(IMPORTED);
    }

    /** Returns this trainer at another revision. */
    public TrainerSpec withRevision(int other) {
        return new TrainerSpec(type, other, settings);
    }
}
