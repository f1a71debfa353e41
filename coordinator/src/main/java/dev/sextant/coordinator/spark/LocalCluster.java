package dev.sextant.coordinator.spark;

import dev.sextant.coordinator.schedule.ClusterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import scala.Option;

/**
 * The part of a Spark application on this machine that other users must not reach: its connections, which are authenticated
 * with a secret of their own, and its files.
 *
 * <p>For a master {@code local-cluster[workers,cores,MiB]} it also runs Spark's standalone master and workers, in this
 * process and on the loopback interface. Spark's own {@code local-cluster} does the same, but its executors work below
 * {@code SPARK_HOME}, which may be read-only, and its web pages cannot be closed.
 */
final class LocalCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern MASTER =
            Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

    private static final int SECRET_BYTES = 32;
    private static final String REDACTED = "spark.redaction.regex";

    /** How long the workers may take to delete what a finished application leaves in its local folders. */
    private static final Duration CLEANUP = Duration.ofSeconds(5);

    /** Name of the thread by which a worker does so. It waits when it is done. */
    private static final String CLEANUP_THREAD = "worker-cleanup-thread";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final WorkFolder work;
    private final List<RpcEnv> masterAndWorkers = new ArrayList<>();

    /** Spark's local folder, where the workers keep a folder for each application with executors. */
    private Optional<Path> localFolder = Optional.empty();

    private LocalCluster(WorkFolder work) {
        this.work = work;
    }

    /** Tells whether the driver and all executors of a master are on this machine. */
    static boolean isMeantBy(String master) {
        return master.startsWith("local");
    }

    /** Returns whether a master means executor processes on this machine. */
    static boolean hasProcesses(String master) {
        return master.startsWith("local-cluster");
    }

    /**
     * Starts what the application's master needs, and completes the application's configuration.
     *
     * @param conf the application's configuration; receives the secret, the folders, and the address of a started master
     * @param home Sextant's own folder on this machine
     * @throws ClusterException if the workers cannot hold an executor
     */
    static LocalCluster start(SparkConf conf, Path home) throws IOException {
        authenticate(conf);
        LocalCluster cluster = new LocalCluster(WorkFolder.create(home));
        try {
            cluster.useFolders(conf);
            Matcher asked = MASTER.matcher(conf.get("spark.master"));
            if (asked.matches()) {
                cluster.startProcesses(
                        conf,
                        Integer.parseInt(asked.group(1)),
                        Integer.parseInt(asked.group(2)),
                        Integer.parseInt(asked.group(3)));
            }
            return cluster;
        } catch (Exception e) { // Scala throws checked exceptions that javac does not know of
            cluster.close();
            throw e;
        }
    }

    /**
     * Lets in only processes that know a new random secret. Spark passes it to executors in their environment, and shows it
     * nowhere: it hides properties that match {@code spark.redaction.regex}.
     */
    private static void authenticate(SparkConf conf) {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        conf.set("spark.authenticate", "true");
        conf.set("spark.authenticate.secret", HexFormat.of().formatHex(random));
        if (conf.contains(REDACTED)) {
            conf.set(REDACTED, "(?i:secret)|(?:" + conf.get(REDACTED) + ")");
        }
    }

    private void useFolders(SparkConf conf) throws IOException {
        Path temporary = Files.createDirectory(work.path().resolve("tmp"));
        conf.set(ExecutorRuntime.WORK, work.path().toString());
        conf.setIfMissing("spark.local.dir", temporary.toString());
        conf.set(
                "spark.executor.extraJavaOptions",
                "\"-Djava.io.tmpdir=" + temporary + "\" " + conf.get("spark.executor.extraJavaOptions", ""));
    }

    private void startProcesses(SparkConf conf, int workers, int cores, int memoryMiB) {
        long needed = conf.getSizeAsMb("spark.executor.memory", "1g");
        if (needed > memoryMiB) {
            throw new ClusterException("its workers have " + memoryMiB + " MiB, but an executor needs " + needed
                    + " MiB (spark.executor.memory). Use larger workers.");
        }
        SparkConf own = conf.clone()
                .set("spark.ui.filters", ClosedPages.class.getName())
                .set("spark.master.rest.enabled", "false")
                .set("spark.master.ui.decommission.allow.mode", "DENY")
                .set("spark.shuffle.service.enabled", "false");
        RpcEnv master = Master.startRpcEnvAndEndpoint(LOOPBACK, 0, 0, own)._1();
        masterAndWorkers.add(master);
        String url = "spark://" + master.address().hostPort();
        for (int number = 1; number <= workers; number++) {
            masterAndWorkers.add(Worker.startRpcEnvAndEndpoint(
                    LOOPBACK,
                    0,
                    0,
                    cores,
                    memoryMiB,
                    new String[] {url},
                    executors().toString(),
                    Option.apply(number),
                    own,
                    Option.apply(own.get("spark.worker.resourcesFile", null))));
        }
        localFolder = Optional.of(Path.of(Utils.getLocalDir(own)));
        conf.setMaster(url);
        // As with Spark's own local-cluster: all executors have the same host, but each has its own files.
        conf.setIfMissing("spark.shuffle.readHostLocalDisk", "false");
    }

    /** Returns the folder of the workers: executors work in {@code APPLICATION/EXECUTOR} below it. */
    private Path executors() {
        return work.path().resolve("executors");
    }

    /** Returns the folder of an executor, with its output; it need not exist. */
    Path executor(String application, String id) {
        return executors().resolve(application).resolve(id);
    }

    /** Returns the number of executors that were launched, whatever became of them. */
    int launched(String application) {
        Path folder = executors().resolve(application);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> launches = Files.list(folder)) {
            return (int) launches.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the workers and the master, with executors that are left, and deletes all their files. */
    @Override
    public void close() {
        awaitCleanup();
        for (int last = masterAndWorkers.size() - 1; last >= 0; last--) { // the workers would miss their master
            masterAndWorkers.get(last).shutdown();
        }
        masterAndWorkers.forEach(RpcEnv::awaitTermination);
        work.close();
    }

    /** Waits for the workers' own cleanup: one that is cut off prints a stack trace to the terminal. */
    private void awaitCleanup() {
        long deadline = System.nanoTime() + CLEANUP.toNanos();
        while (localFolder.filter(LocalCluster::isBeingCleaned).isPresent() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    private static boolean isBeingCleaned(Path localFolder) {
        String[] applications = localFolder.toFile().list((folder, name) -> name.startsWith("executor-"));
        return (applications != null && applications.length > 0)
                || Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread ->
                                thread.getName().equals(CLEANUP_THREAD) && thread.getState() != Thread.State.WAITING);
    }
}
