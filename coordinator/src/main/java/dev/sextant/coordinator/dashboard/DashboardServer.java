package dev.sextant.coordinator.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.study.StudyException;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyChanges;
import dev.sextant.sql.connect.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard's HTTP server. It keeps no state of studies: each answer is read from the database. */
public final class DashboardServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
    private static final String API = "/api/v1/";
    private static final String IMAGE = "/image";
    private static final String FILES = "/app/";

    private final Database database;
    private final StudyApi api;
    /** Empty if the pages may change nothing. */
    private final Optional<ChangeApi> changing;
    /** Questions beyond this number wait for their turn, and leave connections to others. */
    private final Semaphore connections = new Semaphore(3, true);

    private final StudyImages images = new StudyImages();
    private final FrontEnd frontEnd = new FrontEnd();
    private final String page = frontEnd.livePage();
    private final String contentSecurityPolicy = frontEnd.livePolicy();
    private final ChangeStream changes = new ChangeStream();
    private final RequestGuard guard;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "dashboard");
        thread.setDaemon(true);
        return thread;
    });
    private final StudyChanges listening;

    /**
     * Starts the server.
     *
     * @param address where to listen; port 0 for a free one
     * @param token what requests must carry; empty if everybody who reaches the address may read
     * @param price price of a device hour, in any currency; empty if unknown
     * @param allowsChanges whether pages may stop studies and trials, try configurations, and write notes and tags
     * @throws IOException if the address cannot be used
     * @throws IllegalArgumentException if changes are allowed without a token
     */
    public DashboardServer(
            Database database,
            InetSocketAddress address,
            Optional<String> token,
            OptionalDouble price,
            boolean allowsChanges)
            throws IOException {
        if (allowsChanges && token.isEmpty()) {
            throw new IllegalArgumentException("A server that allows changes needs a token");
        }
        this.database = database;
        this.api = new StudyApi(database, price);
        this.changing = allowsChanges ? Optional.of(new ChangeApi(database)) : Optional.empty();
        this.guard = new RequestGuard(address, token);
        // Otherwise the end of each answer waits 40 ms for the browser's acknowledgment.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        listening = StudyChanges.listen(database.address(), changes);
    }

    /** Returns the port. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            secure(exchange.getResponseHeaders());
            respond(exchange);
        } catch (IllegalArgumentException e) {
            fail(exchange, 400, e.getMessage());
        } catch (StudyException e) {
            fail(exchange, 409, e.getMessage());
        } catch (DatabaseException e) {
            fail(exchange, 503, e.getMessage());
        } catch (UncheckedIOException e) {
            LOG.debug("A page was closed while it was sent", e);
        } catch (RuntimeException e) {
            LOG.warn("Cannot answer {}", exchange.getRequestURI(), e);
            fail(exchange, 500, "An unexpected error; the log has details");
        } finally {
            exchange.close();
        }
    }

    private void secure(Headers headers) {
        headers.set("Content-Security-Policy", contentSecurityPolicy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST") && path.startsWith(API) && changing.isPresent()) {
            change(exchange, changing.get());
            return;
        }
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            fail(exchange, 405, "Only GET is allowed");
            return;
        }
        Optional<String> token = guard.tokenOfAddress(exchange);
        if (token.isPresent() && path.equals("/")) {
            exchange.getResponseHeaders()
                    .set("Set-Cookie", RequestGuard.COOKIE + "=" + token.get() + "; HttpOnly; SameSite=Strict; Path=/");
            exchange.getResponseHeaders().set("Location", "/");
            Requests.respond(exchange, 303, "text/plain", new byte[0]);
            return;
        }
        Optional<RequestGuard.Refusal> refusal = guard.refusal(exchange);
        if (refusal.isPresent()) {
            fail(exchange, refusal.get().status(), refusal.get().why());
        } else if (path.equals("/")) {
            text(exchange, "text/html; charset=utf-8", page);
        } else if (path.equals("/events")) {
            changes.serve(exchange);
        } else if (path.equals("/healthz")) {
            database.reader().studies();
            text(exchange, "text/plain; charset=utf-8", "ok\n");
        } else if (path.equals("/metrics")) {
            text(
                    exchange,
                    "text/plain; version=0.0.4; charset=utf-8",
                    StudyMetrics.text(database.reader().studies()));
        } else if (path.startsWith(FILES)) {
            file(exchange, path.substring(FILES.length()));
        } else if (path.equals(API + "allowed")) {
            text(exchange, "application/json", Json.line(Json.object("changes", changing.isPresent())));
        } else if (path.startsWith(API) && path.endsWith(IMAGE)) {
            image(exchange);
        } else if (path.startsWith(API)) {
            answer(exchange);
        } else {
            fail(exchange, 404, "There is no page " + path);
        }
    }

    private void change(HttpExchange exchange, ChangeApi target) throws IOException {
        Optional<RequestGuard.Refusal> refusal = guard.refusal(exchange).or(() -> guard.refusalOfChange(exchange));
        if (refusal.isPresent()) {
            fail(exchange, refusal.get().status(), refusal.get().why());
            return;
        }
        String requester = LocalUser.atHost() + " (dashboard, from "
                + exchange.getRemoteAddress().getAddress().getHostAddress() + ")";
        JsonNode body = Requests.json(exchange);
        connections.acquireUninterruptibly();
        Optional<Map<String, Object>> done;
        try {
            done = target.apply(Requests.path(exchange, API), body, requester);
        } finally {
            connections.release();
        }
        if (done.isPresent()) {
            text(exchange, "application/json", Json.line(done.get()));
        } else {
            fail(
                    exchange,
                    404,
                    "There is no study or change " + exchange.getRequestURI().getPath());
        }
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        Optional<byte[]> content = frontEnd.file(name);
        if (content.isEmpty()) {
            fail(exchange, 404, "There is no file " + name);
            return;
        }
        String type = name.endsWith(".css") ? "text/css" : "text/javascript";
        Requests.respond(exchange, 200, type + "; charset=utf-8", content.get());
    }

    /** Answers {@code studies/NAME/image?path=PATH}. */
    private void image(HttpExchange exchange) throws IOException {
        List<String> path = Requests.path(exchange, API);
        String wanted = Requests.parameters(exchange).getOrDefault("path", "");
        Optional<byte[]> picture = path.size() == 3 && path.get(0).equals("studies")
                ? database.studies().find(path.get(1)).flatMap(study -> images.picture(study, wanted))
                : Optional.empty();
        if (picture.isPresent()) {
            Requests.respond(exchange, 200, "image/jpeg", picture.get());
        } else {
            fail(exchange, 404, "There is no image " + wanted + " that can be read here");
        }
    }

    /** An answer is complete before the first byte is sent, so that a slow reader holds no connection to the database. */
    private void answer(HttpExchange exchange) throws IOException {
        Optional<byte[]> answer = read(exchange);
        if (answer.isPresent()) {
            Requests.respond(exchange, 200, "application/json", answer.get());
        } else {
            fail(
                    exchange,
                    404,
                    "There is no study or table "
                            + exchange.getRequestURI().getPath().substring(API.length()));
        }
    }

    private Optional<byte[]> read(HttpExchange exchange) throws IOException {
        connections.acquireUninterruptibly();
        try {
            Optional<StudyApi.Answer> answer = api.answer(Requests.path(exchange, API), Requests.parameters(exchange));
            return answer.isPresent() ? Optional.of(Requests.packed(exchange, answer.get())) : Optional.empty();
        } finally {
            connections.release();
        }
    }

    private static void text(HttpExchange exchange, String type, String body) throws IOException {
        Requests.respond(exchange, 200, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void fail(HttpExchange exchange, int status, String why) throws IOException {
        // Headers that have been sent cannot be replaced: the page sees a broken response.
        if (exchange.getResponseCode() == -1) {
            byte[] body = Json.line(Json.object("error", why)).getBytes(StandardCharsets.UTF_8);
            Requests.respond(exchange, status, "application/json", body);
        }
    }

    @Override
    public void close() {
        listening.close();
        changes.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
