package dev.sextant.coordinator.spark;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
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

/** The Spark application that a study's runs are jobs of. */
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
     * @param master a Spark master URL; empty: the one that spark-submit was given, else executors on this machine
     * @param home Sextant's own folder on this machine
     * @throws ClusterException when Spark does not start
     */
    public static SparkCluster start(StudySpec spec, Optional<String> master, Path home) {
        return start(ClusterConf.of(spec, master, home), spec.cluster());
    }

    static SparkCluster start(SparkConf conf, ClusterSettings settings) {
        String sparkHome = System.getenv("SPARK_HOME");
        if (sparkHome != null && conf.get("spark.master").startsWith("local-cluster")) {
            ExecutorLogs.tidy(Path.of(sparkHome), Instant.now());
        }
        try {
            return new SparkCluster(new JavaSparkContext(conf), settings);
        } catch (Exception e) { // Scala throws checked exceptions that javac knows nothing of
            throw new ClusterException(
                    "Spark does not start on master " + conf.get("spark.master") + ": " + e.getMessage(), e);
        }
    }

    public JavaSparkContext context() {
        return spark;
    }

    public String master() {
        return spark.master();
    }

    public String applicationId() {
        return spark.sc().applicationId();
    }

    /**
     * Waits for executors, and finds out whether there are enough of them and whether they share the checkpoint folder.
     *
     * @param checkpointFolder a Hadoop path
     * @param patience how long to wait for executors
     * @throws ClusterException when not
     */
    public void check(String checkpointFolder, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        FolderProbe probe = writeProbe(checkpointFolder);
        List<FolderProbe.Answer> refusals = askExecutors(probe, patience).stream()
                .filter(answer -> !answer.shared())
                .toList();
        if (!refusals.isEmpty()) {
            throw new ClusterException("cluster.checkpoints: " + checkpointFolder
                    + " is not one folder for driver and executors (host "
                    + refusals.get(0).host() + " " + refusals.get(0).saw()
                    + "); give one that they share, e.g. hdfs://..., s3a://... or a network file system");
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
            throw new ClusterException("cluster.checkpoints: " + probe.file() + " cannot be deleted", e);
        }
    }

    private List<FolderProbe.Answer> askExecutors(FolderProbe probe, Duration patience) throws InterruptedException {
        spark.setJobGroup("probe", "do driver and executors share " + probe.folder() + "?", true);
        List<Integer> tasks = IntStream.range(0, settings.slots()).boxed().toList();
        JavaFutureAction<List<FolderProbe.Answer>> answers = spark.parallelize(tasks, tasks.size())
                .map(task -> probe.readProbe(ExecutorRuntime.current().host()))
                .collectAsync();
        try {
            return answers.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answers.cancel(true);
            throw new ClusterException(noExecutor(patience), e);
        } catch (ExecutionException e) {
            throw new ClusterException(
                    "An executor could not say whether it shares " + probe.folder() + ": " + e.getMessage(), e);
        } finally {
            spark.clearJobGroup();
        }
    }

    private String noExecutor(Duration patience) {
        return "No executor took a task within " + patience.toSeconds() + " s on master " + spark.master()
                + ". A slot needs " + slotNeeds()
                + ". Look whether the cluster has that free, at its workers' logs (executors that exit at once say why"
                + " there), and lower cluster.cpus_per_trial, cluster.memory_per_trial or cluster.gpus_per_trial";
    }

    private String slotNeeds() {
        return settings.cpusPerTrial() + " CPU core(s), " + settings.memoryPerTrial() + " of memory"
                + (settings.gpusPerTrial() > 0 ? " and " + settings.gpusPerTrial() + " GPU(s)" : "");
    }

    /** Executors register one by one: wait until there is room for every slot. */
    private void awaitSlots(long deadline) throws InterruptedException {
        int room = room();
        while (room < settings.slots()) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException("cluster.slots: " + settings.slots() + " slots asked, but master "
                        + spark.master() + " gives room for " + room + " (a slot needs " + slotNeeds()
                        + "); add machines or go on with --slots " + room);
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

    /** Hosts of the executors, for people. */
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
