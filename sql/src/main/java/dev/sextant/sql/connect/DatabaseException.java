package dev.sextant.sql.connect;

/**
 * Thrown if the database cannot be used. The message says which database, why and what to do, and never contains a password.
 * If the same call may succeed later, the exception is a {@link DatabaseGoneException}.
 */
public class DatabaseException extends RuntimeException {
    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
