package dev.sextant.coordinator.cli.terminal;

/** Exit codes of the program. */
public final class ExitCode {
    /** Success. */
    public static final int DONE = 0;
    /** Failure; the reason is on standard error. */
    public static final int FAILED = 1;
    /** Invalid command line or study file; nothing was changed. */
    public static final int USAGE = 2;
    /** The study ended in the state FAILED. */
    public static final int STUDY_FAILED = 3;
    /** Another coordinator runs the study. */
    public static final int LOCKED = 4;
    /** Interrupted; the study can be resumed. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
