package dev.sextant.sql.connect;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Says in words what an exception of the driver, jdbi or Flyway means. */
public final class ErrorTranslator {
    /** Shutdown by an administrator, crash of a backend, starting up; too many connections; deadlock, serialisation. */
    private static final Set<String> PASSING =
            Set.of("57P01", "57P02", "57P03", "57P05", "53300", "40001", "40P01", "55P03");

    private final DatabaseAddress address;

    public ErrorTranslator(DatabaseAddress address) {
        this.address = address;
    }

    /** For something that failed while the database was in use. */
    public DatabaseException explain(String what, Throwable failure) {
        if (failure instanceof DatabaseException ours) {
            return ours;
        }
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return new DatabaseException(what + ": " + failure.getMessage(), failure);
        }
        String state = state(cause);
        String why = firstLine(cause);
        if (isGone(cause)) {
            return new DatabaseGoneException(what + ": the database " + address + " is gone (" + why + ")", cause);
        }
        if (state.equals("42501")) {
            return new DatabaseException(
                    what + ": " + who() + " lacks a right (" + why + "); connect as the owner of the schema sextant",
                    cause);
        }
        if (state.equals("25006")) {
            return new DatabaseException(
                    what + ": " + who() + " may only read (" + why + "); connect as the owner of the schema sextant",
                    cause);
        }
        if (state.startsWith("53")) {
            return new DatabaseException(
                    what + ": the database " + address + " lacks resources (" + why + "); give it more", cause);
        }
        return new DatabaseException(what + ": " + why + " (SQL state " + state + ")", cause);
    }

    /** For a connection that could not be opened at all. */
    public DatabaseException explainRefusal(SQLException failure) {
        String why = firstLine(failure);
        return switch (state(failure)) {
            case "28P01", "28000" ->
                new DatabaseException(
                        "The database " + address + " refuses " + who() + " (" + why + "); set "
                                + DatabaseAddress.PASSWORD + " or " + DatabaseAddress.PASSWORD_FILE
                                + ", or write the password into ~/.pgpass",
                        failure);
            case "08004" ->
                new DatabaseException(
                        "The database " + address + " wants a password for " + who() + " and none was given; set "
                                + DatabaseAddress.PASSWORD + " or " + DatabaseAddress.PASSWORD_FILE
                                + ", or write the password into ~/.pgpass",
                        failure);
            case "3D000" ->
                new DatabaseException(
                        "The database " + address + " does not exist; create it, e.g. with createdb, or correct --db",
                        failure);
            case "42501" ->
                new DatabaseException(
                        "The database " + address + " lets " + who() + " not connect (" + why
                                + "); grant CONNECT on the database",
                        failure);
            default ->
                isGone(failure)
                        ? new DatabaseGoneException(
                                "The database " + address + " cannot be reached (" + why
                                        + "); check host and port of --db, and that PostgreSQL is running",
                                failure)
                        : new DatabaseException(
                                "The database " + address + " cannot be opened: " + why + " (SQL state "
                                        + state(failure) + ")",
                                failure);
        };
    }

    /** Whether the connection is broken or could not be made, or the server asks to try again. */
    public static boolean isGone(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return false;
        }
        return cause instanceof SQLTransientConnectionException
                || state(cause).startsWith("08")
                || PASSING.contains(state(cause));
    }

    private String who() {
        return address.user().map(user -> "the user " + user).orElse("the user of this process");
    }

    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static SQLException sqlCause(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                // Hikari wraps the driver's exception, which knows more, when it has one.
                found = found == null || sql.getSQLState() != null ? sql : found;
            }
        }
        return found;
    }

    private static String firstLine(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
