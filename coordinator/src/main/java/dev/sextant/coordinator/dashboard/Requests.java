package dev.sextant.coordinator.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Reads requests and writes responses. */
final class Requests {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Requests() {}

    /** Returns the parts of the path below a prefix, decoded. */
    static List<String> path(HttpExchange exchange, String prefix) {
        String rest = exchange.getRequestURI().getRawPath().substring(prefix.length());
        return Arrays.stream(rest.split("/", -1)).map(Requests::decoded).toList();
    }

    /** Returns the parameters of the query, decoded; the last one of a name counts. */
    static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String one : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = one.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        return parameters;
    }

    /**
     * Returns the body, a JSON object.
     *
     * @throws IllegalArgumentException if it is none, or longer than 64 KiB
     */
    static JsonNode json(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new IllegalArgumentException("The body is longer than " + LONGEST_BODY + " bytes");
        }
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("The body must be a JSON object");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Writes a response whose length is known. */
    static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody && body.length > 0 ? body.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Returns a JSON answer, compressed where the browser accepts that. */
    static byte[] packed(HttpExchange exchange, StudyApi.Answer answer) throws IOException {
        boolean compress = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compress ? new GZIPOutputStream(bytes, 1 << 15) : bytes) {
            answer.writeTo(out);
        }
        if (compress) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        return bytes.toByteArray();
    }
}
