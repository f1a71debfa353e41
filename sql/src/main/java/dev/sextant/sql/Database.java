package dev.sextant.sql;

/** One PostgreSQL database with Sextant's schema. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    /**
     * Connects, checks the server's version (13 or newer) and the schema's, and migrates an older schema under a lock.
     *
     * @throws DatabaseException when the server cannot be reached, refuses us, is too old, or holds a newer schema
     */
    public static Database open(DatabaseAddress address) {
        throw new UnsupportedOperationException();
    }

    public Studies studies() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
