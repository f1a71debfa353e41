package dev.sextant.coordinator.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.sextant.common.study.ClusterSettings;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * Processors and memory that slots share if executors are processes on this machine. Immutable.
 *
 * @param processors number of processors that this process may use
 * @param memoryMiB physical memory, or the container's limit
 */
public record LocalMachine(int processors, long memoryMiB) {
    /** More slots than processors make sense for runs that wait for a disk or a server, but only up to this factor. */
    private static final int MAX_CPUS_PER_PROCESSOR = 8;

    private static final double MIB_PER_GIB = 1024;

    /** Returns the processors and memory of this machine. */
    public static LocalMachine current() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new LocalMachine(Runtime.getRuntime().availableProcessors(), bytes >> 20);
    }

    /** Returns why a study's slots cannot all be executors here, with what to do about it; empty if they can. */
    public Optional<String> refusal(ClusterSettings cluster) {
        long memory = cluster.slots() * ClusterConf.memoryMiB(cluster);
        if (memory > memoryMiB) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "cluster.slots: %d slots with cluster.memory_per_trial %s need %.1f GiB, but this machine has %.1f GiB."
                            + " Use fewer slots, less memory_per_trial, or a cluster (--master).",
                    cluster.slots(),
                    cluster.memoryPerTrial(),
                    memory / MIB_PER_GIB,
                    memoryMiB / MIB_PER_GIB));
        }
        long maxCpus = (long) MAX_CPUS_PER_PROCESSOR * processors;
        if ((long) cluster.slots() * cluster.cpusPerTrial() > maxCpus) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "cluster.slots: %d slots with cluster.cpus_per_trial %d are more than the %d CPUs that fit on this"
                            + " machine (%d per processor). Use at most %d slots, fewer cpus_per_trial, or a cluster"
                            + " (--master).",
                    cluster.slots(),
                    cluster.cpusPerTrial(),
                    maxCpus,
                    MAX_CPUS_PER_PROCESSOR,
                    Math.max(1, maxCpus / cluster.cpusPerTrial())));
        }
        return Optional.empty();
    }
}
