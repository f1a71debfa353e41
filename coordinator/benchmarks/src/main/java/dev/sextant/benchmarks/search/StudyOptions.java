package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What benchmarks of studies have in common: how trials are compared, and where results go. */
final class StudyOptions {
    @Option(names = "--min-epochs", description = "epochs of the lowest rung")
    private int minEpochs = 2;

    @Option(names = "--reduction", description = "one in so many trials of a rung goes on")
    private int reduction = 3;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "all that was measured", required = true)
    private Path out;

    @Option(
            names = "--report",
            paramLabel = "FILE.md",
            description = "write the tables there too: between its marks where it has them, else as the whole file")
    private Path report;

    /** @throws IllegalArgumentException naming the option that cannot be */
    void check() {
        require(minEpochs >= 1, "--min-epochs (" + minEpochs + ") must be at least 1");
        require(reduction >= 2, "--reduction (" + reduction + ") must be at least 2");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * @param budget epochs that a run is charged at most
     * @param secondsPerUnit of the simulated clock; empty: proposals take no time
     */
    StudyRun.Protocol protocol(long budget, OptionalDouble secondsPerUnit) {
        return new StudyRun.Protocol(minEpochs, reduction, budget, secondsPerUnit);
    }

    Path out() {
        return out;
    }

    /** Prints the tables, and writes them where the report is to be. */
    void publish(String tables) throws IOException {
        System.out.print(tables);
        if (report != null) {
            ReportPage.write(report, tables);
        }
    }
}
