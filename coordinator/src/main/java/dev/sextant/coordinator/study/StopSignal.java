package dev.sextant.coordinator.study;

import java.util.function.Consumer;

/** Carries the wish to stop (Ctrl-C, a signal) to whoever runs the study, also when it comes before the study runs. */
public final class StopSignal {
    private Consumer<String> listener = why -> {};
    private String asked = "";

    /** Asks for a stop. */
    public synchronized void ask(String why) {
        asked = why;
        listener.accept(why);
    }

    /** From now on the listener hears of it; at once, if somebody has asked already. */
    public synchronized void connect(Consumer<String> next) {
        listener = next;
        if (!asked.isEmpty()) {
            next.accept(asked);
        }
    }

    /** Whether somebody has asked. */
    public synchronized boolean isAsked() {
        return !asked.isEmpty();
    }
}
