package dev.sextant.coordinator.cli.terminal;

import dev.sextant.coordinator.study.StopSignal;
import java.util.List;
import org.apache.spark.util.SignalUtils;
import scala.runtime.AbstractFunction0;

/** Signal handling: the first Ctrl-C or SIGTERM requests a stop, the second ends the process immediately. */
public final class Interrupts {
    private Interrupts() {}

    /**
     * Installs the signal handlers.
     *
     * @param onFirst called after the first signal has requested the stop
     */
    public static void listen(StopSignal stop, Runnable onFirst) {
        for (String signal : List.of("INT", "TERM")) {
            SignalUtils.register(signal, new AbstractFunction0<>() {
                @Override
                public Object apply() {
                    if (stop.isAsked()) {
                        return false; // the default handler ends the JVM with 130 or 143
                    }
                    stop.ask("interrupted");
                    onFirst.run();
                    return true;
                }
            });
        }
    }
}
