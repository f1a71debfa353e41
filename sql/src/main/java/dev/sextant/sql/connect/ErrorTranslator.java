package dev.sextant.sql.connect;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Translates exceptions of the driver, jdbi and Flyway into messages that say what to do. */
public final class ErrorTranslator {
    /**
     * SQL states of temporary failures: shutdown, crash, startup, too many connections, serialization failure,
     * deadlock, lock timeout.
     */
    private static final Set<String> TRANSIENT_STATES =
            Set.of("57P01", "57P02", "57P03", "57P05", "53300", "40001", "40P01", "55P03");

    private static final String PASSWORD_REMEDY = "Set " + DatabaseAddress.PASSWORD + " or "
            + DatabaseAddress.PASSWORD_FILE + ", or write the password into ~/.pgpass";

    private final DatabaseAddress address;

    /** @param address the database that the messages name */
    public ErrorTranslator(DatabaseAddress address) {
        this.address = address;
    }

    /**
     * Translates a failure of an operation on an open database.
     *
     * @param summary summary of the failure, such as "Cannot read study cars"
     */
    public DatabaseException explain(String summary, Throwable failure) {
        if (failure instanceof DatabaseException ours) {
            return ours;
        }
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return new DatabaseException(summary + ": " + failure.getMessage(), failure);
        }
        String state = state(cause);
        String why = firstLine(cause);
        if (isGone(cause)) {
            return new DatabaseGoneException(summary + ": database " + address + " is gone (" + why + ")", cause);
        }
        if (state.equals("42501")) {
            return new DatabaseException(
                    summary + ": " + address.userText() + " lacks a privilege (" + why
                            + "). Connect as the owner of schema sextant",
                    cause);
        }
        if (state.equals("25006")) {
            return new DatabaseException(
                    summary + ": " + address.userText() + " may only read (" + why
                            + "). Connect as the owner of schema sextant",
                    cause);
        }
        if (state.startsWith("53")) {
            return new DatabaseException(
                    summary + ": database " + address + " lacks resources (" + why + "). Give it more", cause);
        }
        return new DatabaseException(summary + ": " + why + " (SQL state " + state + ")", cause);
    }

    /** Translates a failure to open a connection. */
    public DatabaseException explainRefusal(SQLException failure) {
        String why = firstLine(failure);
        if (failure.getCause() instanceof UnknownHostException unknown) {
            return new DatabaseException(
                    "Cannot reach database " + address + ": host " + unknown.getMessage() + " is unknown. Correct --db",
                    failure);
        }
        return switch (state(failure)) {
            case "28P01", "28000" ->
                new DatabaseException(
                        "Database " + address + " refuses " + address.userText() + " (" + why + "). " + PASSWORD_REMEDY,
                        failure);
            case "08004" ->
                new DatabaseException(
                        "Database " + address + " requires a password for " + address.userText()
                                + ", but none is given. " + PASSWORD_REMEDY,
                        failure);
            case "3D000" ->
                new DatabaseException(
                        "Database " + address
                                + " does not exist. Create it, for example with createdb, or correct --db",
                        failure);
            case "42501" ->
                new DatabaseException(
                        "Database " + address + " does not let " + address.userText() + " connect (" + why
                                + "). Grant CONNECT on the database",
                        failure);
            case "57P03", "53300" ->
                new DatabaseGoneException(
                        "Database " + address + " accepts no connection at present (" + why + ")", failure);
            default ->
                isGone(failure)
                        ? new DatabaseGoneException(
                                "Cannot reach database " + address + " (" + why
                                        + "). Check host and port of --db, and that PostgreSQL is running",
                                failure)
                        : new DatabaseException(
                                "Cannot open database " + address + ": " + why + " (SQL state " + state(failure) + ")",
                                failure);
        };
    }

    /** Whether the connection is broken or could not be opened, or the server asks to retry. */
    public static boolean isGone(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return false;
        }
        return cause instanceof SQLTransientConnectionException
                || state(cause).startsWith("08")
                || TRANSIENT_STATES.contains(state(cause));
    }

    /** Whether a schema, table, view or column does not exist. */
    public static boolean isUndefined(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && Set.of("3F000", "42P01", "42703").contains(state(cause));
    }

    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static SQLException sqlCause(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                // Hikari wraps the driver's exception, which has the SQL state.
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
