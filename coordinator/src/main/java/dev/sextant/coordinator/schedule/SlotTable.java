package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.time.MonotonicClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/** The slots of a study: which are free, and which run occupies each of the others. Used by the scheduler's thread alone. */
final class SlotTable {
    private final MonotonicClock clock;
    private final int devicesPerRun;
    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private final Map<RunKey, BusySlot> busy = new HashMap<>();

    /** @param startedAt empty while the run waits for an executor, which costs no device time */
    private record BusySlot(int slot, Optional<Duration> startedAt) {
        Duration busyTime(Duration now) {
            return startedAt.map(now::minus).orElse(Duration.ZERO);
        }
    }

    SlotTable(ClusterSettings cluster, MonotonicClock clock) {
        this.clock = clock;
        this.devicesPerRun = Math.max(1, cluster.gpusPerTrial());
        IntStream.range(0, cluster.slots()).forEach(free::add);
    }

    /**
     * Occupies the lowest free slot.
     *
     * @return the slot, from 0
     * @throws IllegalStateException if the run already occupies a slot
     * @throws java.util.NoSuchElementException if no slot is free
     */
    int occupy(RunKey run) {
        if (busy.containsKey(run)) {
            throw new IllegalStateException(
                    run + " already occupies slot " + busy.get(run).slot());
        }
        int slot = free.remove();
        busy.put(run, new BusySlot(slot, Optional.empty()));
        return slot;
    }

    /** Notes that an executor has begun a run: it costs device time from now on. Ignored for a run without a slot. */
    void started(RunKey run) {
        busy.computeIfPresent(run, (key, slot) -> new BusySlot(slot.slot(), Optional.of(clock.now())));
    }

    /**
     * Frees the slot of a run that is over.
     *
     * @return device time of the run
     */
    Duration release(RunKey run) {
        BusySlot slot = busy.remove(run);
        if (slot == null) {
            throw new IllegalStateException(run + " occupies no slot");
        }
        free.add(slot.slot());
        return slot.busyTime(clock.now()).multipliedBy(devicesPerRun);
    }

    boolean isOccupiedBy(RunKey run) {
        return busy.containsKey(run);
    }

    int freeSlots() {
        return free.size();
    }

    /** Runs that occupy a slot. */
    Set<RunKey> runs() {
        return Set.copyOf(busy.keySet());
    }

    boolean isIdle() {
        return busy.isEmpty();
    }

    /** Device time of the runs under way, until now. */
    Duration deviceTime() {
        Duration now = clock.now();
        return busy.values().stream()
                .map(slot -> slot.busyTime(now).multipliedBy(devicesPerRun))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
