package dev.sextant.worker.log;

import dev.sextant.common.run.LogPart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Log of one run: what its program prints and its trainer logs. Holds what no report has taken yet, bounded as {@link
 * LogPart} says. Lines belong to the run whose thread, or a thread started by that one, writes them. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * try (RunLog log = RunLog.open()) {
 *     RunLog.current().ifPresent(current -> current.add("loading images"));
 *     report(log.take());
 * }
 * }</pre>
 */
public final class RunLog implements AutoCloseable {
    /** Most characters of a line, so that a line without end does not fill the memory. */
    private static final int MAX_LINE = 4_000;

    private static final InheritableThreadLocal<RunLog> OF_THREAD = new InheritableThreadLocal<>();
    private static final Set<RunLog> OPEN = ConcurrentHashMap.newKeySet();

    /** Lines of the log's beginning that no report has taken. */
    private final StringBuilder first = new StringBuilder();
    /** Lines after those, the last ones. */
    private final Deque<String> last = new ArrayDeque<>();

    private int lastLength;
    /** Characters that reports have taken or passed over. */
    private long taken;
    /** Characters of the whole log. */
    private long end;

    private RunLog() {}

    /** Opens the log of the run that the current thread begins. */
    public static RunLog open() {
        RunLog log = new RunLog();
        OPEN.add(log);
        OF_THREAD.set(log);
        return log;
    }

    /**
     * Returns the log that lines of the current thread belong to. A thread that no run under way has started, such as one
     * that runs share, belongs to the only run if there is one.
     */
    public static Optional<RunLog> current() {
        RunLog own = OF_THREAD.get();
        if (own != null && OPEN.contains(own)) {
            return Optional.of(own);
        }
        List<RunLog> open = List.copyOf(OPEN);
        return open.size() == 1 ? Optional.of(open.get(0)) : Optional.empty();
    }

    /** Adds a line, which is given without a line break at its end. */
    public synchronized void add(String line) {
        String text = (line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "...") + "\n";
        boolean isFirst = last.isEmpty() && end + text.length() <= LogPart.FIRST;
        end += text.length();
        if (isFirst) {
            first.append(text);
            return;
        }
        last.addLast(text);
        lastLength += text.length();
        while (lastLength > LogPart.LAST) {
            lastLength -= last.removeFirst().length();
        }
    }

    /** Returns the log since the call before: the rest of its beginning, and its end. */
    public synchronized List<LogPart> take() {
        List<LogPart> parts = new ArrayList<>();
        if (first.length() > 0) {
            parts.add(new LogPart(taken, first.toString()));
        }
        if (!last.isEmpty()) {
            parts.add(new LogPart(end - lastLength, String.join("", last)));
        }
        taken = end;
        first.setLength(0);
        last.clear();
        lastLength = 0;
        return parts;
    }

    @Override
    public void close() {
        OPEN.remove(this);
        OF_THREAD.remove();
    }
}
