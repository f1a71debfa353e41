package dev.sextant.coordinator.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A web server on this machine that takes events. Its address ends with {@link #SECRET}. */
public final class EventReceiver implements AutoCloseable {
    public static final String SECRET = "T0P/s3cr3tPath";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final int status;

    /** Each answer takes one permit. */
    final Semaphore answers;

    private EventReceiver(int status, int answers) throws IOException {
        this.status = status;
        this.answers = new Semaphore(answers);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns a server that answers at once. */
    public static EventReceiver answering(int status) throws IOException {
        return new EventReceiver(status, 1_000_000);
    }

    /** Returns a server that answers only when {@link #answers} is released. */
    static EventReceiver silent() throws IOException {
        return new EventReceiver(200, 0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            events.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            answers.acquireUninterruptibly();
            exchange.sendResponseHeaders(status, -1);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET;
    }

    /** Returns the documents that have arrived. */
    public List<JsonNode> events() {
        return events;
    }

    @Override
    public void close() {
        answers.release(1000);
        server.stop(0);
        threads.shutdownNow();
    }
}
