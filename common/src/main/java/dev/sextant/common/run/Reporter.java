package dev.sextant.common.run;

/** How a worker reaches its coordinator. */
@FunctionalInterface
public interface Reporter {
    /**
     * Tells the coordinator and waits for its answer.
     *
     * @throws java.io.UncheckedIOException when the coordinator cannot be reached
     */
    Directive report(RunReport report);
}
