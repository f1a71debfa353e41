package dev.sextant.worker;

import dev.sextant.common.run.Reporter;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunResult;
import java.nio.file.Path;

/** Trains one run from its order to its result. One instance an executor; safe for use by many threads. */
public final class RunLoop {
    /**
     * @param host this executor's host name
     * @param executor its id in the Spark application
     * @param device which device runs train on, e.g. {@code cpu}
     * @param scratch a local folder for runs' temporary files
     * @param cache a local folder shared by all runs on this host
     */
    public RunLoop(String host, String executor, String device, Path scratch, Path cache) {}

    /**
     * Trains the run. Never throws for what a trainer or its data does wrong: that is a {@link RunResult.Failed}.
     *
     * @throws InterruptedException when the thread was interrupted: the run is being cut off
     */
    public RunResult train(RunOrder order, Reporter reporter) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
