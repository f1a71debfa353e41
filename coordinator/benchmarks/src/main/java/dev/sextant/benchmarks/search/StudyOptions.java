package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Options of all benchmarks of studies: the rungs, and the files for results. */
final class StudyOptions {
    @Option(names = "--min-epochs", description = "epochs of the lowest rung")
    private int minEpochs = 2;

    @Option(names = "--reduction", description = "η: about one in η trials of a rung is promoted")
    private int reduction = 3;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "file for all measurements", required = true)
    private Path out;

    @Option(
            names = "--report",
            paramLabel = "FILE.md",
            description = "file for the tables, too: between its marks when it has them, otherwise the whole file")
    private Path report;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the first invalid option
     */
    void check() {
        require(minEpochs >= 1, "--min-epochs (" + minEpochs + ") must be at least 1");
        require(reduction >= 2, "--reduction (" + reduction + ") must be at least 2");
    }

    /** Throws an IllegalArgumentException with a message unless a condition holds. */
    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The setup of all runs.
     *
     * @param budget maximum number of epochs charged to a run
     * @param secondsPerUnit seconds per unit of the simulated clock; empty when proposals take no time
     */
    StudyRun.Protocol protocol(long budget, OptionalDouble secondsPerUnit) {
        return new StudyRun.Protocol(minEpochs, reduction, budget, secondsPerUnit);
    }

    /** The file for results. */
    Path out() {
        return out;
    }

    /** Prints the tables and writes them to the report. */
    void publish(String tables) throws IOException {
        System.out.print(tables);
        if (report != null) {
            ReportPage.write(report, tables);
        }
    }
}
