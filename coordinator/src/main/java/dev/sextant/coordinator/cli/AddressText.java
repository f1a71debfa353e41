package dev.sextant.coordinator.cli;

import dev.sextant.sql.DatabaseAddress;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a database's address as people write it: {@code jdbc:postgresql://...} or {@code postgresql://...}, the user in
 * front of the host or as {@code user=}. User and password are taken out of the URL, so that it can be printed.
 */
final class AddressText {
    /** The environment variable that names a file with the password, as secret stores mount them. */
    static final String PASSWORD_FILE = "SEXTANT_DB_PASSWORD_FILE";

    private static final String SCHEME = "jdbc:postgresql://";

    private final String url;
    private final Optional<String> user;
    private final Optional<String> password;

    private AddressText(String text) {
        String rest = afterScheme(text);
        int query = rest.indexOf('?');
        String place = query < 0 ? rest : rest.substring(0, query);
        Optional<String> foundUser = Optional.empty();
        Optional<String> foundPassword = Optional.empty();
        int at = place.lastIndexOf('@');
        if (at >= 0) {
            String login = place.substring(0, at);
            place = place.substring(at + 1);
            int colon = login.indexOf(':');
            foundUser = Optional.of(decoded(colon < 0 ? login : login.substring(0, colon)));
            foundPassword = colon < 0 ? Optional.empty() : Optional.of(decoded(login.substring(colon + 1)));
        }
        List<String> kept = new ArrayList<>();
        for (String pair : query < 0 ? List.<String>of() : List.of(rest.substring(query + 1).split("&", -1))) {
            if (pair.startsWith("user=")) {
                foundUser = Optional.of(decoded(pair.substring("user=".length())));
            } else if (pair.startsWith("password=")) {
                foundPassword = Optional.of(decoded(pair.substring("password=".length())));
            } else if (!pair.isEmpty()) {
                kept.add(pair);
            }
        }
        this.url = SCHEME + place + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
        this.user = foundUser;
        this.password = foundPassword;
    }

    /** @throws UsageException when it is no PostgreSQL URL, or holds a password, which everybody on this host could read */
    static DatabaseAddress onCommandLine(String text, Map<String, String> environment) {
        AddressText address = new AddressText(text);
        if (address.password.isPresent()) {
            throw new UsageException("--db: " + address.url
                    + " came with a password, which everyone on this host can see in the list of processes; put it in"
                    + " PGPASSWORD, in a file that " + PASSWORD_FILE + " names, or in ~/.pgpass");
        }
        return address.with(environment);
    }

    /** @throws UsageException when it is no PostgreSQL URL */
    static DatabaseAddress inEnvironment(String text, Map<String, String> environment) {
        return new AddressText(text).with(environment);
    }

    private DatabaseAddress with(Map<String, String> environment) {
        Supplier<Optional<String>> secret =
                password.isPresent() ? () -> password : () -> passwordIn(environment);
        return new DatabaseAddress(
                url, user.or(() -> Optional.ofNullable(environment.get("PGUSER"))), secret);
    }

    /** Read at every connection: a secret may be renewed while a study runs. */
    private static Optional<String> passwordIn(Map<String, String> environment) {
        String file = environment.getOrDefault(PASSWORD_FILE, "");
        if (file.isBlank()) {
            return Optional.ofNullable(environment.get("PGPASSWORD"));
        }
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new CommandException(
                    PASSWORD_FILE + ": " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); correct the name, or let this user read it",
                    e);
        }
    }

    private static String afterScheme(String text) {
        for (String scheme : List.of(SCHEME, "postgresql://", "postgres://")) {
            if (text.startsWith(scheme)) {
                return text.substring(scheme.length());
            }
        }
        // Whatever it is, it may hold a password: it is not repeated.
        throw new UsageException("The database's address must start with " + SCHEME
                + ", e.g. jdbc:postgresql://localhost:5432/sextant?user=ada (--db or " + DatabaseOption.VARIABLE + ")");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
