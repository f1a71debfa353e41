package dev.sextant.coordinator.hook;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where events go: a program of the user, or a web address. Safe for use by one thread at a time. */
interface EventTarget {
    /** What begins with a scheme and two slashes is meant as an address. */
    Pattern ADDRESS = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*", Pattern.DOTALL);

    /**
     * Delivers an event.
     *
     * @throws IOException if the target refuses it or does not take it in time; the message names no secret
     */
    void deliver(StudyEvent event) throws IOException, InterruptedException;

    /** Returns a name for messages; of an address only scheme and host, as the rest may be a secret. */
    String name();

    /**
     * Returns the target of a value of {@code --on-event}: an address if it begins with {@code http://} or {@code https://},
     * else a command.
     *
     * @param timeout longest duration of a delivery
     * @throws IllegalArgumentException if it is an address that cannot be used; the message does not repeat it
     */
    static EventTarget of(String value, Duration timeout) {
        var address = ADDRESS.matcher(value.strip());
        if (!address.matches()) {
            return new ProgramTarget(value.strip(), timeout);
        }
        String scheme = address.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "an address must begin with http:// or https://, not with " + scheme + "://");
        }
        return new WebTarget(value.strip(), timeout);
    }
}
