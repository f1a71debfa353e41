package dev.sextant.coordinator.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.sextant.common.study.ClusterSettings;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * What slots share when executors are processes on this machine. Immutable.
 *
 * @param processors that this process may use
 * @param memoryMiB physical memory, or the limit of the container
 */
public record LocalMachine(int processors, long memoryMiB) {
    /** Runs that wait, for a disk or a server, leave processors to others; beyond this many none gets anywhere. */
    private static final int CPUS_A_PROCESSOR = 8;

    private static final double MIB_A_GIB = 1024;

    /** As it is. */
    public static LocalMachine measured() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new LocalMachine(Runtime.getRuntime().availableProcessors(), bytes >> 20);
    }

    /** Why a study's slots cannot all be executors here, with what to do; empty when they can. */
    public Optional<String> refusal(ClusterSettings cluster) {
        long memory = cluster.slots() * ClusterConf.memoryMiB(cluster);
        if (memory > memoryMiB) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "cluster.slots: %d with cluster.memory_per_trial %s take %.1f GiB, but this machine has %.1f GiB;"
                            + " take fewer slots, less memory_per_trial, or a cluster's --master",
                    cluster.slots(),
                    cluster.memoryPerTrial(),
                    memory / MIB_A_GIB,
                    memoryMiB / MIB_A_GIB));
        }
        long most = (long) CPUS_A_PROCESSOR * processors;
        if ((long) cluster.slots() * cluster.cpusPerTrial() > most) {
            return Optional.of("cluster.slots: " + cluster.slots() + " with cluster.cpus_per_trial "
                    + cluster.cpusPerTrial() + " are more than " + CPUS_A_PROCESSOR + " for each of this machine's "
                    + processors + " processors; take " + Math.max(1, most / cluster.cpusPerTrial())
                    + " slots or fewer, fewer cpus_per_trial, or a cluster's --master");
        }
        return Optional.empty();
    }
}
