package dev.sextant.sql.connect;

/** Thrown if another coordinator has taken the study's lock: nothing of the transaction was written. */
public final class LockLostException extends DatabaseException {
    public LockLostException(String message) {
        super(message);
    }
}
