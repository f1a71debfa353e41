package dev.sextant.coordinator.dashboard;

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
