package dev.sextant.sql.connect;

/** Another coordinator has taken the study's lock since: nothing of this transaction was written. */
public final class LockLostException extends DatabaseException {
    public LockLostException(String message) {
        super(message);
    }
}
