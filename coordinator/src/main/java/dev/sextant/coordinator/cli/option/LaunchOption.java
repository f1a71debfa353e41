package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.Home;
import dev.sextant.coordinator.study.Launch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options of commands that run a study on Spark. */
public final class LaunchOption {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Spark master, e.g. spark://host:7077, yarn, k8s://https://host, local[4]. Default: the master"
                            + " given to spark-submit, else executor processes on this machine, one per slot.")
    private String master;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Number of runs at the same time. Overrides cluster.slots of the study.")
    private Integer slots;

    @Option(
            names = "--checkpoints",
            paramLabel = "PATH",
            description = "Folder for checkpoints, accessible to driver and executors (file:, hdfs:, s3a:). Overrides"
                    + " cluster.checkpoints of the study. Default on one machine: checkpoints in $SEXTANT_HOME.")
    private String checkpoints;

    @Option(
            names = "--executor-patience",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description =
                    "Seconds to wait for executors. While executors are starting, the wait is up to ten times as long,"
                            + " with notices. Default: ${DEFAULT-VALUE}.")
    private long executorPatience;

    @Option(
            names = "--database-patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Seconds to retry while the database cannot be reached, also at the start. Default:"
                    + " ${DEFAULT-VALUE}.")
    private long databasePatience;

    /** Returns what the options say. */
    public Launch launch(Home home) {
        return new Launch(
                Optional.ofNullable(master),
                slots == null ? OptionalInt.empty() : OptionalInt.of(slots),
                Optional.ofNullable(checkpoints),
                Duration.ofSeconds(executorPatience),
                Duration.ofSeconds(databasePatience),
                home.folder());
    }
}
