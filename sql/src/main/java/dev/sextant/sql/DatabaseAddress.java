package dev.sextant.sql;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a PostgreSQL server is and who we are there.
 *
 * @param url {@code jdbc:postgresql://host:port/database?...}, without user and password
 * @param user empty: the driver's default
 * @param password asked for at every connection; never printed
 */
public record DatabaseAddress(String url, Optional<String> user, Supplier<Optional<String>> password) {

    @Override
    public String toString() {
        return url;
    }
}
