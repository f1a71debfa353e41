package dev.sextant.coordinator.dashboard;

import com.sun.net.httpserver.HttpExchange;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.StudyChanges;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells open pages which studies have changed, as server-sent events. A page that is slow gets the changes of several
 * moments as one event: nothing is queued for it but names.
 */
final class ChangeStream implements StudyChanges.Listener {
    private static final long BEAT_MILLIS = 15_000;
    /** Shortest time between two events for one page. */
    private static final long PAUSE_MILLIS = 250;

    private final CopyOnWriteArrayList<Page> pages = new CopyOnWriteArrayList<>();
    private volatile String away = "";
    private volatile boolean closed;

    @Override
    public void changed(Set<String> studies) {
        pages.forEach(page -> page.tell(studies, false));
    }

    @Override
    public void away(String why) {
        if (away.isEmpty()) {
            away = why;
            pages.forEach(page -> page.tell(Set.of(), true));
        }
    }

    @Override
    public void here() {
        away = "";
        pages.forEach(page -> page.tell(Set.of(), true));
    }

    /** Sends events until the page is closed, on the calling thread. */
    void serve(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        Page page = new Page();
        pages.add(page);
        try (OutputStream out = exchange.getResponseBody()) {
            send(out, "state", away);
            while (!closed) {
                page.sendNext(out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pages.remove(page);
            exchange.close();
        }
    }

    /** Ends all streams. */
    void close() {
        closed = true;
        pages.forEach(page -> page.tell(Set.of(), true));
    }

    private static void send(OutputStream out, String event, Object data) throws IOException {
        out.write(("event: " + event + "\ndata: " + Json.line(data) + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private final class Page {
        private final Set<String> studies = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean state = new AtomicBoolean();
        private final Semaphore news = new Semaphore(0);

        void tell(Set<String> changed, boolean withState) {
            studies.addAll(changed);
            if (withState) {
                state.set(true);
            }
            news.release();
        }

        void sendNext(OutputStream out) throws IOException, InterruptedException {
            if (news.tryAcquire(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
            List<String> changed = List.copyOf(studies);
            changed.forEach(studies::remove);
            if (state.getAndSet(false)) {
                send(out, "state", away);
            }
            send(out, changed.isEmpty() ? "beat" : "changed", changed);
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
