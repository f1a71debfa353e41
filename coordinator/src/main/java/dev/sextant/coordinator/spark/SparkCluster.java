package dev.sextant.coordinator.spark;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.text.Plural;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.schedule.ClusterException;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.checkpoint.FolderProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark application that runs a study: each run is one of its jobs. */
public final class SparkCluster implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    /** Launches in a row that may fail on this machine. */
    private static final int MAX_FAILED_LAUNCHES = 5;

    private final JavaSparkContext spark;
    private final ClusterSettings settings;
    private final String master;
    private final Optional<LocalCluster> local;
    private final ExecutorLaunches launches;

    private SparkCluster(
            JavaSparkContext spark, ClusterSettings settings, String master, Optional<LocalCluster> local) {
        this.spark = spark;
        this.settings = settings;
        this.master = master;
        this.local = local;
        this.launches = new ExecutorLaunches(
                id -> local.flatMap(cluster -> ExecutorOutput.of(cluster.executor(applicationId(), id))));
        spark.sc().addSparkListener(launches);
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
        return start(spec.name(), spec.cluster(), master, home);
    }

    /**
     * Starts an application that runs no study.
     *
     * @param name name of the application
     * @param settings resources of the application
     * @param master a Spark master URL; empty for the one that spark-submit was given, or else executor processes on this
     *     machine
     * @param home folder for the application's files on this machine
     * @throws ClusterException if Spark does not start
     */
    public static SparkCluster start(String name, ClusterSettings settings, Optional<String> master, Path home) {
        SextantPlugin.prepareFor("");
        return start(ClusterConf.of(name, settings, master, home), settings, home);
    }

    /** Starts the application of a study, whose executors prepare for it when they start. */
    static SparkCluster start(SparkConf conf, StudySpec spec, Path home) {
        SextantPlugin.prepareFor(SpecJson.write(spec));
        return start(conf, spec.cluster(), home);
    }

    private static SparkCluster start(SparkConf conf, ClusterSettings settings, Path home) {
        String master = conf.get("spark.master");
        Optional<LocalCluster> local = Optional.empty();
        try {
            if (LocalCluster.isMeantBy(master)) {
                local = Optional.of(LocalCluster.start(conf, home));
            }
            return new SparkCluster(new JavaSparkContext(conf), settings, master, local);
        } catch (Exception e) { // Scala throws checked exceptions that javac does not know of
            local.ifPresent(LocalCluster::close);
            throw new ClusterException("Spark did not start on master " + master + ": " + e.getMessage(), e);
        }
    }

    /** Returns Spark's own handle of the application. */
    public JavaSparkContext context() {
        return spark;
    }

    /** Returns the master that the application runs on, as it was requested. */
    public String master() {
        return master;
    }

    /** Returns the id that Spark gave the application. */
    public String applicationId() {
        return spark.sc().applicationId();
    }

    /**
     * Waits for executors, and checks that there are enough of them and that they share the checkpoint folder.
     *
     * @param checkpointFolder a Hadoop path
     * @param patience how long to wait for executors; while some are starting, the wait may be longer, see {@link
     *     ExecutorWait}
     * @param notice receives what users are told while they wait
     * @throws ClusterException if there are too few, or they do not start, or they do not share the folder
     */
    public void check(String checkpointFolder, Duration patience, Consumer<String> notice) throws InterruptedException {
        FolderProbe probe = writeProbe(checkpointFolder);
        ExecutorWait wait = new ExecutorWait(patience, MonotonicClock.SYSTEM, notice);
        String job = "check that driver and executors share " + probe.folder();
        List<FolderProbe.Answer> refusals =
                askExecutors(
                                job,
                                task -> probe.readProbe(
                                        ExecutorRuntime.current().host()),
                                wait)
                        .stream()
                        .filter(answer -> !answer.shared())
                        .toList();
        if (!refusals.isEmpty()) {
            throw new ClusterException("cluster.checkpoints: " + checkpointFolder
                    + " is not the same folder for driver and executors (host "
                    + refusals.get(0).host() + " " + refusals.get(0).saw()
                    + "). Use a folder that they share, such as hdfs://..., s3a://... or a network file system.");
        }
        delete(probe);
        awaitSlots(wait);
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

    /**
     * Waits for executors and asks each of them about itself.
     *
     * @param probe a file that the driver wrote to the checkpoint folder
     * @param patience how long to wait for executors, and then for their answers
     * @throws ClusterException if there are none
     */
    public ClusterFacts inspect(FolderProbe probe, Duration patience) throws InterruptedException {
        ExecutorWait wait = new ExecutorWait(patience, MonotonicClock.SYSTEM, notice -> {});
        String shortage = "";
        try {
            awaitSlots(wait);
        } catch (ClusterException e) {
            if (room() == 0) {
                throw e;
            }
            shortage = e.getMessage();
        }
        Instant asked = Instant.now();
        List<ExecutorFacts> answers = askExecutors(
                "inspect executors",
                task -> ExecutorFacts.here(probe),
                new ExecutorWait(patience, MonotonicClock.SYSTEM, notice -> {}));
        Instant answered = Instant.now();
        Map<String, ExecutorFacts> byId = new TreeMap<>();
        answers.forEach(answer -> byId.put(answer.id(), answer));
        return new ClusterFacts(List.copyOf(byId.values()), shortage, asked, answered);
    }

    /** A question to an executor, by the number of the slot. */
    private interface Question<T> extends org.apache.spark.api.java.function.Function<Integer, T> {}

    /** Asks once per slot. */
    private <T> List<T> askExecutors(String job, Question<T> question, ExecutorWait wait) throws InterruptedException {
        spark.setJobGroup("probe", job, true);
        List<Integer> tasks = IntStream.range(0, settings.slots()).boxed().toList();
        JavaFutureAction<List<T>> answers =
                spark.parallelize(tasks, tasks.size()).map(question).collectAsync();
        try {
            while (true) {
                try {
                    return answers.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    goOnOr(wait, this::noFirstTask);
                }
            }
        } catch (ClusterException e) {
            answers.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new ClusterException(
                    spark.sc().isStopped() ? stopped() : "An executor failed (" + job + "): " + e.getMessage(), e);
        } finally {
            spark.clearJobGroup();
        }
    }

    /** Waits until there is room for every slot: executors register one by one. */
    private void awaitSlots(ExecutorWait wait) throws InterruptedException {
        while (room() < settings.slots()) {
            goOnOr(wait, this::tooFewSlots);
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void goOnOr(ExecutorWait wait, Function<Duration, String> complaint) {
        vainLaunches().ifPresent(reason -> {
            throw new ClusterException(reason);
        });
        if (spark.sc().isStopped()) {
            throw new ClusterException(stopped());
        }
        wait.goOnOr(complaint, underway());
    }

    /** Returns what executors are doing that will end the wait; empty if there is nothing to wait for. */
    private Optional<String> underway() {
        if (launched() > launches.settled()) {
            return Optional.of("Executors are still starting");
        }
        return executors().anyMatch(executor -> executor.numRunningTasks() > 0)
                ? Optional.of("Executors are still at their first task")
                : Optional.empty();
    }

    private String stopped() {
        return "Spark ended before its executors had started on master " + master
                + ". Check that the master can be reached and accepts the application.";
    }

    /** Says which executors there are, to tell a cluster that has none from one whose executors are too small. */
    private String noFirstTask(Duration waited) {
        String time = " within " + waited.toSeconds() + " s on master " + master + ". ";
        int registered = registered();
        if (registered > 0) {
            return "No executor took a task" + time + "Registered: " + Plural.count(registered, "executor")
                    + ", too small for a slot or busy with other work. A slot needs " + slotNeeds()
                    + ". Use larger executors, or lower cluster.cpus_per_trial or cluster.gpus_per_trial.";
        }
        return "No executor registered" + time
                + launches.failures()
                        .map(failures -> failures + ". See the logs of the cluster's workers.")
                        .orElse("A slot needs " + slotNeeds()
                                + ". Check that the cluster has that much free, or lower cluster.cpus_per_trial,"
                                + " cluster.memory_per_trial or cluster.gpus_per_trial. If the cluster starts machines"
                                + " on demand, wait longer with --executor-patience.");
    }

    private String tooFewSlots(Duration waited) {
        int room = room();
        return "cluster.slots: " + settings.slots() + " slots requested, but after " + waited.toSeconds() + " s master "
                + master + " has room for " + room + " (a slot needs " + slotNeeds() + "; registered: "
                + Plural.count(registered(), "executor") + "). "
                + launches.failures().map(failures -> failures + ". ").orElse("") + "Add machines, or use --slots "
                + room + ".";
    }

    private String slotNeeds() {
        return Plural.count(settings.cpusPerTrial(), "CPU core") + ", " + settings.memoryPerTrial() + " of memory"
                + (settings.gpusPerTrial() > 0 ? " and " + Plural.count(settings.gpusPerTrial(), "GPU") : "");
    }

    /**
     * Returns why no executor will start any more; empty if one may. On this machine each launch is like the one before. On a
     * cluster, another machine may do better.
     */
    Optional<String> vainLaunches() {
        return local.isPresent() && launches.failedInARow() >= MAX_FAILED_LAUNCHES
                ? launches.failures().map(failures -> "Executors do not start on this machine: " + failures)
                : Optional.empty();
    }

    /** Returns where it is written why the application ended, a sentence for users. */
    String whereToLook() {
        return local.isPresent()
                ? "logs/sextant.log in Sextant's folder says why."
                : "Its log says why; so may the pages of the cluster manager.";
    }

    /** Returns the number of executor processes that were launched on this machine. */
    private int launched() {
        return local.map(cluster -> cluster.launched(applicationId())).orElse(0);
    }

    private int room() {
        if (spark.isLocal()) {
            return spark.defaultParallelism() / settings.cpusPerTrial();
        }
        return registered() * slotsOfExecutor();
    }

    private int registered() {
        return (int) executors().count() - 1;
    }

    /** Returns the driver and the executors that have registered. */
    private Stream<SparkExecutorInfo> executors() {
        return Stream.of(spark.sc().statusTracker().getExecutorInfos());
    }

    private int slotsOfExecutor() {
        return Math.max(1, spark.getConf().getInt("spark.executor.cores", 1) / settings.cpusPerTrial());
    }

    /** Returns the hosts of the executors, for messages. */
    public String hosts() {
        return executors().map(SparkExecutorInfo::host).distinct().sorted().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        try {
            spark.close();
        } finally {
            local.ifPresent(LocalCluster::close);
        }
    }
}
