package dev.sextant.coordinator.study;

import java.util.function.Consumer;

/**
 * Carries a request to stop (Ctrl-C, a signal) to the code that runs the study, even if it comes before the study runs.
 */
public final class StopSignal {
    private Consumer<String> listener = reason -> {};
    private String request = "";

    /** Requests a stop, for a reason that a person reads. */
    public synchronized void ask(String reason) {
        request = reason;
        listener.accept(reason);
    }

    /** Sets the receiver of requests, and calls it at once if there was a request already. */
    public synchronized void connect(Consumer<String> next) {
        listener = next;
        if (!request.isEmpty()) {
            next.accept(request);
        }
    }

    /** Whether a stop was requested. */
    public synchronized boolean isAsked() {
        return !request.isEmpty();
    }
}
