package dev.sextant.coordinator.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides who may ask. A request must name this server as its host, so that a page of another site whose name leads here
 * gets nothing. A server that listens on all addresses has names that it does not know: there the token alone decides, which
 * a browser sends to no other name. If there is a token, a request must carry it: as {@code Authorization: Bearer TOKEN}, as {@code ?token=TOKEN}
 * or in the cookie that the server sets then.
 */
final class RequestGuard {
    static final String COOKIE = "sextant_token";
    /** A header that a page of another site cannot send without this server's consent, which it never gives. */
    static final String CHANGE_HEADER = "X-Sextant-Change";

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    private final InetSocketAddress address;
    private final Optional<String> token;

    /** @param address where the server listens */
    RequestGuard(InetSocketAddress address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    /** Returns the token to set as a cookie, if the request's address carries the right one. */
    Optional<String> tokenOfAddress(HttpExchange exchange) {
        return token.filter(
                expected -> isEqual(expected, Requests.parameters(exchange).getOrDefault("token", "")));
    }

    /** Returns why a request is refused; empty if it is allowed. */
    Optional<Refusal> refusal(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String asked = String.valueOf(headers.getFirst("Host")).replaceFirst(":\\d+$", "");
        if (!mayBeCalled(asked)) {
            return Optional.of(new Refusal(421, "This server does not answer for host " + asked));
        }
        boolean isKnown = token.isEmpty()
                || isEqual("Bearer " + token.get(), String.valueOf(headers.getFirst("Authorization")))
                || cookies(headers).anyMatch(cookie -> isEqual(COOKIE + "=" + token.get(), cookie));
        return isKnown
                ? Optional.empty()
                : Optional.of(new Refusal(401, "Open the address with ?token= and the content of the token file"));
    }

    /**
     * Returns why a change is refused; empty if it is allowed. Asked after {@link #refusal}. A change must come from a page of
     * this server, or from a program, which sends no origin.
     */
    Optional<Refusal> refusalOfChange(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (headers.getFirst(CHANGE_HEADER) == null) {
            return Optional.of(new Refusal(403, "A change needs the header " + CHANGE_HEADER));
        }
        String origin = headers.getFirst("Origin");
        boolean isOurs = origin == null || origin.equals("http://" + headers.getFirst("Host"));
        String site = headers.getOrDefault("Sec-Fetch-Site", List.of("none")).get(0);
        return !isOurs || !List.of("same-origin", "none").contains(site)
                ? Optional.of(new Refusal(403, "A change must come from a page of this server, not of another site"))
                : Optional.empty();
    }

    private boolean mayBeCalled(String name) {
        boolean hasUnknownNames = address.getAddress().isAnyLocalAddress() && token.isPresent();
        return hasUnknownNames || LOOPBACK.contains(name) || name.equals(address.getHostString());
    }

    /** An HTTP status and a sentence. */
    record Refusal(int status, String why) {}

    private static Stream<String> cookies(Headers headers) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip);
    }

    /** Takes the same time wherever the texts differ. */
    private static boolean isEqual(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
