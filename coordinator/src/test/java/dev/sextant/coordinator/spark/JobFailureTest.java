package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On messages of Spark 3.5. */
final class JobFailureTest {
    private static final String TASK =
            "Job aborted due to stage failure: Task 0 in stage 7.0 failed 1 times, most recent"
                    + " failure: Lost task 0.0 in stage 7.0 (TID 9) (node-3 executor 4): ";

    private static String reason(String message) {
        return JobFailure.reason(new IllegalStateException(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ExecutorLostFailure (executor 4 exited caused by one of the running tasks) Reason: Command exited"
                        + " with code 137 | executor 4 on node-3 was lost: Command exited with code 137",
                "ExecutorLostFailure (executor 4 exited unrelated to the running tasks) Reason: Executor decommission:"
                        + " worker lost | executor 4 on node-3 was lost: Executor decommission: worker lost",
                "ExecutorLostFailure (executor 4 exited caused by one of the running tasks)"
                        + " | executor 4 on node-3 was lost",
                "java.lang.IllegalStateException: a bug | executor 4 on node-3 failed:"
                        + " java.lang.IllegalStateException: a bug",
            })
    void namesTheExecutorAndWhatHappenedToIt(String failure, String reason) {
        assertThat(reason(TASK + failure + "\n\tat dev.sextant.Some.method(Some.java:1)\nDriver stacktrace:"))
                .isEqualTo(reason);
    }

    @Test
    void saysThatSomebodyElseCanceledTheJob() {
        assertThat(reason("Job 49 cancelled "))
                .isEqualTo("canceled from outside the sweep, as Spark says: Job 49 cancelled");
    }

    @Test
    void passesOnWhatItDoesNotKnow() {
        assertThat(reason("Cannot call methods on a stopped SparkContext.\nmore"))
                .isEqualTo("Cannot call methods on a stopped SparkContext.");
        assertThat(reason(null)).isEqualTo("java.lang.IllegalStateException");
    }
}
