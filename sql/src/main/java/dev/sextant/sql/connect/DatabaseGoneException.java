package dev.sextant.sql.connect;

/** The database cannot be reached now, but may come back: the same call can be made again later. */
public final class DatabaseGoneException extends DatabaseException {
    public DatabaseGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
