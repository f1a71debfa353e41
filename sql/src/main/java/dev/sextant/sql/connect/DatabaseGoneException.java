package dev.sextant.sql.connect;

/** Thrown if the database cannot be reached now but may come back: the same call can be repeated later. */
public final class DatabaseGoneException extends DatabaseException {
    public DatabaseGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
