package dev.sextant.coordinator.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the reason in Spark's message about a job that failed. */
final class JobFailure {
    private static final Pattern TASK =
            Pattern.compile("Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\): (.*)");
    private static final Pattern EXECUTOR = Pattern.compile("ExecutorLostFailure \\(.*?\\)(?: Reason: (.*))?");

    private JobFailure() {}

    /** Returns the reason as one line for people, without stack traces. */
    static String reason(Throwable e) {
        String first = String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        if (first.startsWith("Job ") && first.contains(" cancelled")) {
            return "canceled from outside the sweep, as Spark says: " + first;
        }
        Matcher task = TASK.matcher(first);
        if (!task.find()) {
            return e.getMessage() == null || first.isEmpty() ? e.toString() : first;
        }
        String executor = "executor " + task.group(2) + " on " + task.group(1);
        Matcher lost = EXECUTOR.matcher(task.group(3));
        if (!lost.find()) {
            return executor + " failed: " + task.group(3);
        }
        return executor + " was lost" + (lost.group(1) == null ? "" : ": " + lost.group(1));
    }
}
