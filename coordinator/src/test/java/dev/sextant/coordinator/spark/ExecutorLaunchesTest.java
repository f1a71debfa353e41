package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;

class ExecutorLaunchesTest {
    private final ExecutorLaunches launches =
            new ExecutorLaunches(id -> Optional.of("last words of " + id).filter(words -> !id.equals("0")));

    @Test
    void saysHowTheLastOfThoseEndedThatNeverConnected() {
        ended("0", "Command exited with code 1");
        assertThat(launches.failures())
                .hasValue("1 executor ended before connecting to the driver, the last one with: Command exited with"
                        + " code 1");
        ended("1", "Command exited with code 2");
        assertThat(launches.failures())
                .hasValue("2 executors ended before connecting to the driver, the last one with: Command exited with"
                        + " code 2\nlast words of 1");
    }

    @Test
    void startsOverWhenAnExecutorConnects() {
        ended("0", "Command exited with code 1");
        connected("1");
        assertThat(launches.failedInARow()).isZero();
        assertThat(launches.failures()).isEmpty();
    }

    @Test
    void takesTheLossOfARunningExecutorForNoFailedLaunchThoughItIsReportedTwice() {
        connected("0");
        ended("0", "Remote RPC client disassociated");
        ended("0", "Command exited with code 137");
        assertThat(launches.failedInARow()).isZero();
        assertThat(launches.settled()).isEqualTo(1);
    }

    @Test
    void knowsThoseThatAreNoLongerStarting() {
        connected("0");
        ended("1", "Command exited with code 1");
        assertThat(launches.settled()).isEqualTo(2);
    }

    private void connected(String id) {
        launches.onExecutorAdded(new SparkListenerExecutorAdded(0, id, null));
    }

    private void ended(String id, String reason) {
        launches.onExecutorRemoved(new SparkListenerExecutorRemoved(1, id, reason));
    }
}
