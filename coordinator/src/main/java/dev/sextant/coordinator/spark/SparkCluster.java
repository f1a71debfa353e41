package dev.sextant.coordinator.spark;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.schedule.ClusterException;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.checkpoint.FolderProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark application that runs a study: each run is one of its jobs. */
public final class SparkCluster implements AutoCloseable {
    private final JavaSparkContext spark;
    private final ClusterSettings settings;

    private SparkCluster(JavaSparkContext spark, ClusterSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Starts the application.
     *
     * @param master a Spark master URL; empty for the one that spark-submit was given, or else executor processes on this
     *     machine
     * @param home Sextant's own folder on this machine
     * @throws ClusterException if Spark does not start
     */
    public static SparkCluster start(StudySpec spec, Optional<String> master, Path home) {
        return start(ClusterConf.of(spec, master, home), spec.cluster());
    }

    static SparkCluster start(SparkConf conf, ClusterSettings settings) {
        String sparkHome = System.getenv("SPARK_HOME");
        if (sparkHome != null && conf.get("spark.master").startsWith("local-cluster")) {
            ExecutorLogs.deleteOld(Path.of(sparkHome), Instant.now());
        }
        try {
            return new SparkCluster(new JavaSparkContext(conf), settings);
        } catch (Exception e) { // Scala throws checked exceptions that javac does not know of
            throw new ClusterException(
                    "Spark did not start on master " + conf.get("spark.master") + ": " + e.getMessage(), e);
        }
    }

    /** Returns Spark's own handle of the application. */
    public JavaSparkContext context() {
        return spark;
    }

    /** Returns the URL of the master that the application runs on. */
    public String master() {
        return spark.master();
    }

    /** Returns the id that Spark gave the application. */
    public String applicationId() {
        return spark.sc().applicationId();
    }

    /**
     * Waits for executors, and checks that there are enough of them and that they share the checkpoint folder.
     *
     * @param checkpointFolder a Hadoop path
     * @param timeout how long to wait for executors
     * @throws ClusterException if there are too few, or they do not share the folder
     */
    public void check(String checkpointFolder, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        FolderProbe probe = writeProbe(checkpointFolder);
        List<FolderProbe.Answer> refusals = askExecutors(probe, timeout).stream()
                .filter(answer -> !answer.shared())
                .toList();
        if (!refusals.isEmpty()) {
            throw new ClusterException("cluster.checkpoints: " + checkpointFolder
                    + " is not the same folder for driver and executors (host "
                    + refusals.get(0).host() + " " + refusals.get(0).saw()
                    + "). Use a folder that they share, such as hdfs://..., s3a://... or a network file system.");
        }
        delete(probe);
        awaitSlots(deadline);
    }

    private static FolderProbe writeProbe(String checkpointFolder) {
        try {
            return FolderProbe.writeProbe(checkpointFolder);
        } catch (CheckpointException e) {
            throw new ClusterException("cluster.checkpoints: " + e.getMessage(), e);
        }
    }

    private static void delete(FolderProbe probe) {
        try {
            probe.delete();
        } catch (IOException e) {
            throw new ClusterException(
                    "cluster.checkpoints: " + probe.file() + " cannot be deleted; check the rights to the folder", e);
        }
    }

    private List<FolderProbe.Answer> askExecutors(FolderProbe probe, Duration timeout) throws InterruptedException {
        spark.setJobGroup("probe", "check that driver and executors share " + probe.folder(), true);
        List<Integer> tasks = IntStream.range(0, settings.slots()).boxed().toList();
        JavaFutureAction<List<FolderProbe.Answer>> answers = spark.parallelize(tasks, tasks.size())
                .map(task -> probe.readProbe(ExecutorRuntime.current().host()))
                .collectAsync();
        try {
            return answers.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answers.cancel(true);
            throw new ClusterException(noExecutor(timeout), e);
        } catch (ExecutionException e) {
            throw new ClusterException(
                    "An executor failed while it looked for " + probe.folder() + ": " + e.getMessage(), e);
        } finally {
            spark.clearJobGroup();
        }
    }

    private String noExecutor(Duration timeout) {
        return "No executor took a task within " + timeout.toSeconds() + " s on master " + spark.master()
                + ". A slot needs " + slotNeeds()
                + ". Check that the cluster has that much free, and look into its workers' logs for executors that exit at"
                + " once; or lower cluster.cpus_per_trial, cluster.memory_per_trial or cluster.gpus_per_trial.";
    }

    private String slotNeeds() {
        return Plural.count(settings.cpusPerTrial(), "CPU core") + ", " + settings.memoryPerTrial() + " of memory"
                + (settings.gpusPerTrial() > 0 ? " and " + Plural.count(settings.gpusPerTrial(), "GPU") : "");
    }

    /** Waits until there is room for every slot: executors register one by one. */
    private void awaitSlots(long deadline) throws InterruptedException {
        int room = room();
        while (room < settings.slots()) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException("cluster.slots: " + settings.slots() + " slots requested, but master "
                        + spark.master() + " has room for " + room + " (a slot needs " + slotNeeds()
                        + "). Add machines, or use --slots " + room + ".");
            }
            Thread.sleep(100);
            room = room();
        }
    }

    private int room() {
        if (spark.isLocal()) {
            return spark.defaultParallelism() / settings.cpusPerTrial();
        }
        SparkExecutorInfo[] driverAndExecutors = spark.sc().statusTracker().getExecutorInfos();
        return (driverAndExecutors.length - 1) * slotsOfExecutor();
    }

    private int slotsOfExecutor() {
        return Math.max(1, spark.getConf().getInt("spark.executor.cores", 1) / settings.cpusPerTrial());
    }

    /** Returns the hosts of the executors, for messages. */
    public String hosts() {
        SparkExecutorInfo[] all = spark.sc().statusTracker().getExecutorInfos();
        return List.of(all).stream()
                .map(SparkExecutorInfo::host)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        spark.close();
    }
}
