package dev.sextant.coordinator.cli.terminal;

import dev.sextant.coordinator.study.StopSignal;
import java.util.List;
import org.apache.spark.util.SignalUtils;
import scala.runtime.AbstractFunction0;

/** Turns the first Ctrl-C (or SIGTERM) into a wish to stop, and lets the second one end the process at once. */
public final class Interrupts {
    private Interrupts() {}

    public static void listen(StopSignal stop, Runnable first) {
        for (String signal : List.of("INT", "TERM")) {
            SignalUtils.register(signal, new AbstractFunction0<>() {
                @Override
                public Object apply() {
                    if (stop.isAsked()) {
                        return false; // not handled here: the JVM exits, with 130 or 143
                    }
                    stop.ask("interrupted");
                    first.run();
                    return true;
                }
            });
        }
    }
}
