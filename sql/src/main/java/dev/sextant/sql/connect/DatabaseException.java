package dev.sextant.sql.connect;

/**
 * The database cannot be used; the message says which, why and what to do. Never holds a password. When the same call may
 * work later it is a {@link DatabaseGoneException}.
 */
public class DatabaseException extends RuntimeException {
    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
