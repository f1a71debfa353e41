package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.Home;
import dev.sextant.coordinator.study.Launch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of commands that run a study on Spark. */
public final class LaunchOption {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master, e.g. spark://host:7077, yarn, k8s://https://host, local[4]. Default: what"
                    + " spark-submit was given, else executor processes on this machine, one a slot.")
    private String master;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "How many runs go on at once, instead of the study's cluster.slots.")
    private Integer slots;

    @Option(
            names = "--checkpoints",
            paramLabel = "PATH",
            description = "A folder that driver and executors share (file:, hdfs:, s3a:), instead of the study's"
                    + " cluster.checkpoints. Default on one machine: checkpoints in Sextant's folder.")
    private String checkpoints;

    @Option(
            names = "--executor-patience",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait for executors. Default: ${DEFAULT-VALUE}.")
    private long executorPatience;

    @Option(
            names = "--database-patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a running sweep waits for a database that is gone. Default: ${DEFAULT-VALUE}.")
    private long databasePatience;

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
