package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.ClusterSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalMachineTest {
    private static final LocalMachine LAPTOP = new LocalMachine(2, 23 * 1024 + 512);

    private static ClusterSettings cluster(int slots, int cpus, String memory) {
        return new ClusterSettings(
                slots, 0, cpus, memory, Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }

    @Test
    void holdsSlotsUpToItsMemory() {
        assertThat(LAPTOP.refusal(cluster(11, 1, "2g"))).isEmpty();
        assertThat(LAPTOP.refusal(cluster(12, 1, "2g")))
                .hasValue("cluster.slots: 12 slots with cluster.memory_per_trial 2g need 24.0 GiB, but this machine has"
                        + " 23.5 GiB. Use fewer slots, less memory_per_trial, or a cluster (--master).");
        assertThat(LAPTOP.refusal(cluster(1, 1, "400g"))).isPresent();
        assertThat(LAPTOP.refusal(cluster(Integer.MAX_VALUE, 1, "1g"))).isPresent();
    }

    @Test
    void holdsEightCpusPerProcessor() {
        assertThat(LAPTOP.refusal(cluster(16, 1, "1g"))).isEmpty();
        assertThat(LAPTOP.refusal(cluster(6, 3, "1g")))
                .hasValue(
                        "cluster.slots: 6 slots with cluster.cpus_per_trial 3 are more than the 16 CPUs that fit on this"
                                + " machine (8 per processor). Use at most 5 slots, fewer cpus_per_trial, or a cluster (--master).");
    }

    @Test
    void isMeasured() {
        assertThat(LocalMachine.current().processors()).isPositive();
        assertThat(LocalMachine.current().memoryMiB()).isGreaterThan(512);
    }
}
