package dev.sextant.common.run;

/** Connection from a worker to its coordinator. */
@FunctionalInterface
public interface Reporter {
    /**
     * Sends a report to the coordinator and waits for its answer.
     *
     * @throws java.io.UncheckedIOException when the coordinator cannot be reached
     */
    Directive report(RunReport report);
}
