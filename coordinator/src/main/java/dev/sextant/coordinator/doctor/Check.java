package dev.sextant.coordinator.doctor;

import java.util.List;

/** One group of findings. A check reads what it needs and changes nothing. */
public interface Check {
    /** Returns the name of the group, such as {@code database}. */
    String group();

    /** Returns the findings, in the order in which people read them. What is broken is a finding, not an exception. */
    List<Finding> findings() throws InterruptedException;
}
