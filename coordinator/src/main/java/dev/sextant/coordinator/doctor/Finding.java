package dev.sextant.coordinator.doctor;

import java.util.Locale;

/**
 * One result of a check.
 *
 * @param subject what was looked at, such as {@code encoding}
 * @param found what was found
 * @param remedy what to do, in sentences; empty if nothing needs to be done
 */
public record Finding(Level level, String subject, String found, String remedy) {
    /** How serious a finding is. */
    public enum Level {
        /** Nothing needs to be done. */
        OK,
        /** Studies run, but something is slower, less safe or about to break. */
        WARNING,
        /** A study that needs this does not run. */
        PROBLEM;

        /** Returns the level as it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a finding that is as it should be. */
    public static Finding ok(String subject, String found) {
        return new Finding(Level.OK, subject, found, "");
    }

    /** Returns a finding that does not keep studies from running. */
    public static Finding warning(String subject, String found, String remedy) {
        return new Finding(Level.WARNING, subject, found, remedy);
    }

    /** Returns a finding that keeps studies from running. */
    public static Finding problem(String subject, String found, String remedy) {
        return new Finding(Level.PROBLEM, subject, found, remedy);
    }

    /** Returns a finding that is a problem for a reason that says what to do. */
    static Finding problem(String subject, Exception reason) {
        return problem(subject, String.valueOf(reason.getMessage()), "");
    }
}
