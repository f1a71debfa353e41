package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.text.ControlCharacters;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.text.DisplayWidth;
import dev.sextant.coordinator.text.WorkText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Progress of a command's long work on standard error, see {@link WorkProgress}: one line that is updated in place on a
 * terminal, a line now and then elsewhere. Work of less than two seconds shows nothing. Thread-safe.
 */
public final class ProgressLine implements WorkProgress.Listener, AutoCloseable {
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final Duration REFRESH = Duration.ofMillis(200);
    private static final Duration REPEAT = Duration.ofSeconds(15);

    /** Moves the cursor to the start of the line and clears the line. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Console console;
    private final OptionalInt columns;
    private final MonotonicClock clock;
    private final WorkText text;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(ProgressLine::newTicker);
    private Optional<ScheduledFuture<?>> ticking = Optional.empty();
    private String work = "";
    private String progress = "";
    private Optional<Duration> next = Optional.empty();
    private boolean shown;

    ProgressLine(Console console, OptionalInt columns, MonotonicClock clock) {
        this.console = console;
        this.columns = columns;
        this.clock = clock;
        this.text = new WorkText(clock);
    }

    /** Creates a line that shows nothing yet. */
    public ProgressLine(Console console) {
        this(console, TerminalWidth.of(console), MonotonicClock.SYSTEM);
    }

    /**
     * Shows the progress of this process until the line is closed.
     *
     * @param silent whether to show nothing, for output that programs read
     */
    public void showUnless(boolean silent) {
        if (!silent) {
            WorkProgress.reportTo(this);
            // Shows also the work whose first part takes long.
            ticking = Optional.of(
                    ticks.scheduleAtFixedRate(this::tick, DELAY.toMillis(), DELAY.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private static Thread newTicker(Runnable ticks) {
        Thread thread = new Thread(ticks, "progress");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void advanced(String newWork, long done, long total) {
        Duration now = clock.now();
        if (!newWork.equals(work)) {
            work = newWork;
            next = Optional.of(now.plus(DELAY));
        }
        progress = ControlCharacters.escaped(text.of(work, done, total));
        if (done >= total) {
            clear();
            work = "";
            next = Optional.empty();
        }
        tick();
    }

    /** Shows the line if it is due. */
    synchronized void tick() {
        Duration now = clock.now();
        if (next.isPresent() && now.compareTo(next.get()) >= 0) {
            show();
            next = Optional.of(now.plus(columns.isPresent() ? REFRESH : REPEAT));
        }
    }

    private void show() {
        if (columns.isPresent()) {
            // One column less, as a cursor after the last column wraps to the next line.
            console.errorDisplay().print(CLEAR_LINE + DisplayWidth.prefix(progress, columns.getAsInt() - 1));
            console.errorDisplay().flush();
            shown = true;
        } else {
            console.err().println(progress);
        }
    }

    /** Prints a permanent line on standard error. */
    public synchronized void print(String message) {
        clear();
        console.err().println(message);
    }

    private void clear() {
        if (shown) {
            console.errorDisplay().print(CLEAR_LINE);
            console.errorDisplay().flush();
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        WorkProgress.reportToNobody();
        ticking.ifPresent(ticker -> ticker.cancel(false));
        ticks.shutdown();
        clear();
        next = Optional.empty();
    }
}
