package dev.sextant.coordinator.doctor;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.schedule.ClusterException;
import dev.sextant.coordinator.spark.ClusterFacts;
import dev.sextant.coordinator.spark.ExecutorFacts;
import dev.sextant.coordinator.spark.SparkCluster;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.checkpoint.FolderProbe;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks the cluster: starts an application with the resources of a study, asks its executors what they have, and
 * ends it. On this machine, its files are in a temporary folder. To see whether the checkpoint folder is shared, a small
 * file is written there and deleted.
 */
public final class ClusterCheck implements Check {
    private static final String EXECUTORS = "executors";

    /** How long an application that took too long may take to end and to delete its files. */
    private static final Duration CLEANUP = Duration.ofSeconds(10);

    private final ClusterSettings settings;
    private final Optional<String> master;
    private final String checkpoints;
    private final Duration patience;

    /**
     * @param settings resources of the study
     * @param master a Spark master URL; empty for the default
     * @param checkpoints folder for checkpoints, a Hadoop path, which need not exist
     * @param patience how long the whole check may take
     */
    public ClusterCheck(ClusterSettings settings, Optional<String> master, String checkpoints, Duration patience) {
        this.settings = settings;
        this.master = master;
        this.checkpoints = checkpoints;
        this.patience = patience;
    }

    @Override
    public String group() {
        return "cluster";
    }

    /** A master that cannot be reached holds the thread that starts Spark for minutes, so that is not this one. */
    @Override
    public List<Finding> findings() throws InterruptedException {
        FutureTask<List<Finding>> check = new FutureTask<>(this::inWorkFolder);
        Thread thread = new Thread(check, "checking the cluster");
        thread.setDaemon(true);
        thread.start();
        try {
            return check.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            check.cancel(true);
            thread.join(CLEANUP.toMillis());
            return List.of(Finding.problem(
                    EXECUTORS,
                    "no answer within " + patience.toSeconds() + " s from "
                            + master.map(url -> "master " + url).orElse("the default master"),
                    "Check that the master can be reached and has room. If the machine is only busy, allow more time"
                            + " with --executor-patience."));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterException reason) {
                return List.of(Finding.problem(EXECUTORS, reason));
            }
            return List.of(Finding.problem(EXECUTORS, String.valueOf(e.getCause()), "Check the options of Spark."));
        }
    }

    private List<Finding> inWorkFolder() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("sextant-doctor");
        try {
            return started(work);
        } finally {
            FileTree.delete(work);
        }
    }

    private List<Finding> started(Path work) throws IOException, InterruptedException {
        FolderProbe probe;
        try {
            probe = FolderProbe.writeProbe(existing(checkpoints));
        } catch (IOException e) {
            return List.of(Finding.problem("checkpoint folder", e));
        }
        try (SparkCluster cluster = SparkCluster.start("doctor", settings, master, work)) {
            // Less than the patience of the whole check: why there are too few executors is to be told, not only that.
            return findings(cluster.inspect(probe, patience.dividedBy(3)), cluster.master());
        } finally {
            probe.delete();
        }
    }

    /** Returns the folder, or the nearest one above it that exists. */
    private static String existing(String folder) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
        while (path.getParent() != null
                && !HadoopFiles.of(path, HadoopFiles.configuration()).exists(path)) {
            path = path.getParent();
        }
        return path.toString();
    }

    private List<Finding> findings(ClusterFacts facts, String startedOn) {
        List<Finding> findings = new ArrayList<>();
        List<ExecutorFacts> executors = facts.executors();
        findings.add(
                facts.shortage().isEmpty()
                        ? Finding.ok(
                                EXECUTORS,
                                "room for " + Plural.count(settings.slots(), "slot") + " on " + startedOn + "; "
                                        + Plural.count(executors.size(), "executor") + " answered")
                        : Finding.problem(EXECUTORS, facts.shortage(), ""));
        for (ExecutorFacts executor : executors) {
            String name = "executor " + executor.id();
            findings.add(Finding.ok(
                    name,
                    executor.host() + ": " + Plural.count(executor.processors(), "CPU") + ", heap "
                            + TextFormat.bytes(executor.heapBytes()) + ", " + executor.device()));
            findings.add(
                    executor.nativesProblem().isEmpty()
                            ? Finding.ok(name, "ND4J starts" + helpers(executor))
                            : Finding.problem(
                                    name,
                                    executor.nativesProblem(),
                                    "Trainers in Java need ND4J; programs of `command` do not."));
            findings.add(folder(name, executor.folder()));
            findings.add(new ClockReading(facts.asked(), executor.clock(), facts.answered()).finding(name));
        }
        return findings;
    }

    private static String helpers(ExecutorFacts executor) {
        return executor.natives().isEmpty() ? " without native helpers" : " with " + executor.natives();
    }

    private static Finding folder(String name, FolderProbe.Answer answer) {
        return answer.shared()
                ? Finding.ok(name, "shares the checkpoint folder: " + answer.saw())
                : Finding.problem(
                        name,
                        answer.saw(),
                        "Set cluster.checkpoints to a folder that driver and executors share, such as hdfs://...,"
                                + " s3a://... or a network file system.");
    }
}
