package dev.sextant.sql.connect;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a PostgreSQL database, with the user to connect as.
 *
 * @param url {@code jdbc:postgresql://host:port/database?...}, without user and password
 * @param user name of the user; empty for the driver's default
 * @param password supplies the password at every connection; it is never printed. If empty, the driver reads {@code
 *     PGPASSFILE} or {@code ~/.pgpass}
 */
public record DatabaseAddress(String url, Optional<String> user, Supplier<Optional<String>> password) {
    /** Environment variable that holds the password. */
    public static final String PASSWORD = "SEXTANT_DB_PASSWORD";

    /** Environment variable that names a file whose first line is the password. */
    public static final String PASSWORD_FILE = "SEXTANT_DB_PASSWORD_FILE";

    /** Environment variable that holds the user, if the address does not. */
    public static final String USER = "SEXTANT_DB_USER";

    /** Most characters of an address: matching a pattern takes stack for each of its parts. */
    private static final int MAX_LENGTH = 2000;

    private static final String JDBC = "jdbc:postgresql:";
    private static final String HOST = "(?:\\[[^]@]*]|[^:,@/?]*)(?::\\d*)?";
    /**
     * Matches an address with a host and without a password. An @ may be part of a user's name or of a property's value.
     * Anywhere else, what precedes it may be a password, which may contain slashes and question marks.
     */
    private static final Pattern WITHOUT_PASSWORD = Pattern.compile("(?s)jdbc:postgresql://"
            + "(?:(?<user>[^:/?]*)@[^@/?]*(?:/[^?]*)?|" + HOST + "(?:," + HOST + ")*(?:/[^@?]*)?)"
            + "(?:\\?[^=&@]*(?:=[^&]*)?(?:&[^=&@]*(?:=[^&]*)?)*)?");

    private static final Pattern COLON_AND_AT = Pattern.compile("(?s):.*@");

    /**
     * Parses an address as a person writes it.
     *
     * @param url {@code jdbc:postgresql://host:port/database?user=...} or {@code postgresql://user@host/database}
     * @param environment environment variables, searched for the password: {@value #PASSWORD}, then {@value
     *     #PASSWORD_FILE}; without them the driver's password file counts
     * @throws DatabaseException if the address is malformed, too long or contains a password
     */
    public static DatabaseAddress parse(String url, Map<String, String> environment) {
        String address = url.strip();
        if (address.length() > MAX_LENGTH) {
            throw new DatabaseException("--db has " + address.length() + " characters. An address has at most "
                    + MAX_LENGTH + ", such as jdbc:postgresql://host:5432/sextant");
        }
        if (address.startsWith("postgres://")) {
            address = "postgresql:" + address.substring("postgres:".length());
        }
        if (address.startsWith("postgresql://")) {
            address = "jdbc:" + address;
        }
        if (!address.startsWith(JDBC)) {
            throw new DatabaseException(
                    "--db must be the address of a PostgreSQL database, such as jdbc:postgresql://host:5432/sextant");
        }
        Optional<String> user = Optional.empty();
        Matcher parts = WITHOUT_PASSWORD.matcher(address);
        if (parts.matches()) {
            user = Optional.ofNullable(parts.group("user")).map(DatabaseAddress::decoded);
            address = user.isEmpty() ? address : "jdbc:postgresql://" + address.substring(parts.end("user") + 1);
        } else if (address.startsWith(JDBC + "//")
                && COLON_AND_AT.matcher(address).find(JDBC.length())) {
            throw passwordInAddress();
        }
        int question = address.indexOf('?');
        List<String> properties = new ArrayList<>();
        if (question >= 0) {
            for (String property : address.substring(question + 1).split("&", -1)) {
                String name = property.split("=", 2)[0].toLowerCase(Locale.ROOT);
                if (name.contains("password")) {
                    throw passwordInAddress();
                }
                if (name.equals("user")) {
                    user = Optional.of(decoded(property.substring(property.indexOf('=') + 1)));
                } else if (!property.isEmpty()) {
                    properties.add(property);
                }
            }
            address = address.substring(0, question);
        }
        if (!properties.isEmpty()) {
            address += "?" + String.join("&", properties);
        }
        return new DatabaseAddress(
                address,
                user.or(() -> variable(environment, USER)),
                passwordFrom(variable(environment, PASSWORD), variable(environment, PASSWORD_FILE)));
    }

    /** Decodes a user's name as the driver does: {@code %40} is an @. */
    private static String decoded(String user) {
        try {
            return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new DatabaseException(
                    "--db: user " + user + " contains a % that is not followed by two hexadecimal"
                            + " digits. Write %25 instead",
                    e);
        }
    }

    private static Supplier<Optional<String>> passwordFrom(Optional<String> password, Optional<String> file) {
        if (password.isPresent()) {
            return () -> password;
        }
        if (file.isPresent()) {
            // Read for each connection: secret stores replace the file when the password changes.
            Path path = Path.of(file.get());
            firstLine(path);
            return () -> Optional.of(firstLine(path));
        }
        return Optional::empty;
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new DatabaseException(
                            PASSWORD_FILE + " (" + file + ") is empty. Its first line must be the password"));
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new DatabaseException(
                    PASSWORD_FILE + " (" + file + ") cannot be read. Name a file that holds the password", e);
        }
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static DatabaseException passwordInAddress() {
        return new DatabaseException("--db must not contain a password: other users could read it in the list of"
                + " processes. Remove it and set " + PASSWORD + " or " + PASSWORD_FILE
                + ", or write it into ~/.pgpass");
    }

    /** Returns the user as messages name it: {@code user ada}, or the user of this process. */
    public String userText() {
        return user.map(name -> "user " + name).orElse("the user of this process");
    }

    @Override
    public String toString() {
        return url;
    }
}
