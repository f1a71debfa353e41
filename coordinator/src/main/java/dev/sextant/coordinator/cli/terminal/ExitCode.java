package dev.sextant.coordinator.cli.terminal;

/** What a command tells the shell. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** Could not be done; the reason stands on standard error. */
    public static final int FAILED = 1;
    /** The command or its study file makes no sense as given; nothing was touched. */
    public static final int USAGE = 2;
    /** The study ended as FAILED: nothing it tried would train. */
    public static final int STUDY_FAILED = 3;
    /** Another coordinator works on the study. */
    public static final int LOCKED = 4;
    /** Interrupted; a sweep can be resumed. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
