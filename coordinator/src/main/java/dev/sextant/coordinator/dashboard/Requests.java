package dev.sextant.coordinator.dashboard;

import com.sun.net.httpserver.HttpExchange;
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

    /** Writes a JSON response piece by piece, compressed where the browser accepts that. */
    static void stream(HttpExchange exchange, StudyApi.Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean compress = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip");
        LateStart body = new LateStart(exchange, compress);
        answer.writeTo(body);
        body.close();
        exchange.close();
    }

    /** Sends the headers with the first byte, so that a failure before it can still become an error response. */
    private static final class LateStart extends OutputStream {
        private final HttpExchange exchange;
        private final boolean compress;
        private OutputStream out;

        LateStart(HttpExchange exchange, boolean compress) {
            this.exchange = exchange;
            this.compress = compress;
        }

        private OutputStream started() throws IOException {
            if (out == null) {
                if (compress) {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                }
                exchange.sendResponseHeaders(200, 0);
                out = compress ? new GZIPOutputStream(exchange.getResponseBody(), 1 << 15) : exchange.getResponseBody();
            }
            return out;
        }

        @Override
        public void write(int one) throws IOException {
            started().write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            started().write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            started().close();
        }
    }
}
