package dev.sextant.coordinator.spark;

import java.time.Instant;
import java.util.List;

/**
 * What a cluster gave an application.
 *
 * @param executors those that answered
 * @param shortage why there is no room for every slot; empty if there is
 * @param asked when the executors were asked
 * @param answered when the last of them had answered
 */
public record ClusterFacts(List<ExecutorFacts> executors, String shortage, Instant asked, Instant answered) {
    /** Copies the list. */
    public ClusterFacts {
        executors = List.copyOf(executors);
    }
}
