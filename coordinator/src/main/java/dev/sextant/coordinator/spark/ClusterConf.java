package dev.sextant.coordinator.spark;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.ClusterException;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Translates a study's {@code cluster} section into a Spark configuration. There is one executor per slot, so that a trial
 * that dies takes no other with it. Settings given by {@code --conf} are kept, except those that Sextant cannot work with.
 */
final class ClusterConf {
    /** Enables DL4J's oneDNN helpers. */
    private static final String NATIVE_OPTIONS = "-Dorg.eclipse.deeplearning4j.helpers.disable=false";

    /** Keep freed memory in the process: native operations allocate and free megabytes at every call. */
    private static final Map<String, String> ALLOCATION = Map.of(
            "MALLOC_MMAP_MAX_", "0",
            "MALLOC_TRIM_THRESHOLD_", "17179869184",
            "MALLOC_ARENA_MAX", "1");

    /** System property that names the class archive which the launcher found, see {@code sextant --archive-classes}. */
    private static final String CLASS_ARCHIVE = "sextant.class.archive";

    private static final String SPARK_HOME = "SPARK_HOME";

    /** Master that spark-submit fills in if none was named. To use it on purpose, pass it to Sextant. */
    private static final String NO_MASTER_GIVEN = "local[*]";

    /** Executors on this machine inherit the driver's environment, but must not know the database, nor a web hook. */
    private static final List<String> SECRETS = List.of(
            "SEXTANT_DB",
            "SEXTANT_DB_PASSWORD",
            "SEXTANT_DB_PASSWORD_FILE",
            "SEXTANT_ON_EVENT",
            "PGPASSFILE",
            "PGPASSWORD");

    private ClusterConf() {}

    /**
     * Returns the configuration of a study's Spark application.
     *
     * @param requestedMaster a Spark master URL; empty for the one that spark-submit was given, or else executor processes
     *     on this machine
     * @param home Sextant's own folder on this machine
     * @throws ClusterException if executors are to be processes on this machine and it cannot hold them
     */
    static SparkConf of(StudySpec spec, Optional<String> requestedMaster, Path home) {
        return of(spec.name(), spec.cluster(), requestedMaster, home);
    }

    /** Returns the configuration of an application of any name, as {@link #of(StudySpec, Optional, Path)} does. */
    static SparkConf of(String application, ClusterSettings cluster, Optional<String> requestedMaster, Path home) {
        SparkConf conf = new SparkConf();
        String master = requestedMaster
                .or(() -> Optional.of(conf.get("spark.master", NO_MASTER_GIVEN))
                        .filter(submitted -> !submitted.equals(NO_MASTER_GIVEN)))
                .orElseGet(() -> localCluster(cluster));
        conf.setMaster(master).setAppName("sextant " + application);

        // The coordinator owns retries, and a run must not be trained twice at once.
        conf.set("spark.task.maxFailures", "1");
        conf.set("spark.speculation", "false");
        conf.set("spark.plugins", plugins(conf));
        conf.set("spark.task.reaper.enabled", "true");
        conf.setIfMissing("spark.task.reaper.killTimeout", "60s");
        conf.setIfMissing("spark.locality.wait", "0");
        conf.setIfMissing("spark.dynamicAllocation.enabled", "false");
        conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "0");
        conf.setIfMissing("spark.deploy.maxExecutorRetries", "-1");
        // Spark's web pages take a plain GET of any user for the wish to kill a job.
        conf.set("spark.ui.killEnabled", "false");

        int cpus = cluster.cpusPerTrial();
        conf.set("spark.task.cpus", String.valueOf(cpus));
        conf.setIfMissing("spark.executor.cores", String.valueOf(cpus));
        conf.setIfMissing("spark.executor.instances", String.valueOf(cluster.slots()));
        conf.setIfMissing("spark.cores.max", String.valueOf(cluster.slots() * cpus));
        if (cluster.gpusPerTrial() > 0) {
            String gpus = String.valueOf(cluster.gpusPerTrial());
            conf.setIfMissing("spark.executor.resource.gpu.amount", gpus);
            conf.set("spark.task.resource.gpu.amount", gpus);
        }

        long heapMiB = heapMiB(cluster);
        conf.setIfMissing("spark.executor.memory", heapMiB + "m");
        conf.setIfMissing("spark.executor.memoryOverhead", heapMiB + "m");
        String offHeap = "-Dorg.bytedeco.javacpp.maxbytes=" + heapMiB + "m -Dorg.bytedeco.javacpp.maxphysicalbytes="
                + 2 * heapMiB + "m";
        String given = conf.get("spark.executor.extraJavaOptions", "");
        conf.set(
                "spark.executor.extraJavaOptions",
                String.join(" ", NATIVE_OPTIONS, extension(), offHeap, SerialFilter.option(given), given)
                        .strip());
        SECRETS.forEach(name -> conf.set("spark.executorEnv." + name, ""));
        ALLOCATION.forEach((name, value) -> conf.setIfMissing("spark.executorEnv." + name, value));
        conf.setIfMissing("spark.executorEnv.LC_CTYPE", "C.UTF-8"); // for names of files beyond ASCII
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", String.valueOf(cpus));

        if (LocalCluster.isMeantBy(master)) {
            restrictToThisMachine(conf, master, home);
        }
        return conf;
    }

    private static String plugins(SparkConf conf) {
        String plugin = SextantPlugin.class.getName();
        String configured = conf.get("spark.plugins", "");
        return configured.isEmpty() || configured.contains(plugin) ? plugin : configured + "," + plugin;
    }

    /** Returns the master URL for executor processes on this machine, one per slot. */
    private static String localCluster(ClusterSettings cluster) {
        LocalMachine.current().refusal(cluster).ifPresent(reason -> {
            throw new ClusterException(reason);
        });
        return String.format(
                Locale.ROOT, "local-cluster[%d,%d,%d]", cluster.slots(), cluster.cpusPerTrial(), heapMiB(cluster));
    }

    /** Returns the memory of one executor, heap and native memory together. */
    static long memoryMiB(ClusterSettings cluster) {
        return 2 * heapMiB(cluster);
    }

    /** Returns the size of an executor's heap: half of a trial's memory; the native library gets the other half. */
    private static long heapMiB(ClusterSettings cluster) {
        return Math.max(512, JavaUtils.byteStringAsMb(cluster.memoryPerTrial()) / 2);
    }

    private static String extension() {
        String extension = System.getProperty("org.bytedeco.javacpp.platform.extension", "");
        return extension.isEmpty() ? "" : "-Dorg.bytedeco.javacpp.platform.extension=" + extension;
    }

    private static void restrictToThisMachine(SparkConf conf, String master, Path home) {
        conf.setIfMissing(ExecutorRuntime.CACHE, home.resolve("cache").toString());
        conf.setIfMissing("spark.driver.host", "127.0.0.1");
        conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        // Its pages are open to each user of the machine.
        conf.setIfMissing("spark.ui.enabled", "false");
        if (LocalCluster.hasProcesses(master)) {
            // Executors load Sextant from the driver's class path; Spark would copy the large jar for each of them.
            String jars = conf.get("spark.jars", "");
            conf.remove("spark.jars");
            String classPath = jars.isEmpty() ? System.getProperty("java.class.path") : paths(jars);
            classArchive()
                    .ifPresentOrElse(
                            archive -> useArchive(conf, archive, absolute(classPath)),
                            () -> conf.setIfMissing("spark.executor.extraClassPath", absolute(classPath)));
        }
    }

    /** Returns the class archive for this class path. A JVM that cannot use it starts without it. */
    private static Optional<String> classArchive() {
        return Optional.ofNullable(System.getProperty(CLASS_ARCHIVE))
                .filter(archive -> System.getenv(SPARK_HOME) != null);
    }

    private static void useArchive(SparkConf conf, String archive, String classPath) {
        String sparkJars = Path.of(System.getenv(SPARK_HOME), "jars", "*").toString();
        conf.setIfMissing("spark.executor.extraClassPath", classPath + File.pathSeparator + sparkJars);
        String options = "\"-XX:SharedArchiveFile=" + archive + "\" -Xshare:auto";
        conf.set("spark.executor.extraJavaOptions", options + " " + conf.get("spark.executor.extraJavaOptions"));
    }

    /** Turns a comma-separated list of local jars into a class path. */
    private static String paths(String jars) {
        return Arrays.stream(jars.split(",", -1))
                .map(jar -> jar.startsWith("file:") ? Path.of(URI.create(jar)).toString() : jar)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Makes the entries of a class path absolute, because executors run in folders of their own. */
    private static String absolute(String classPath) {
        StringBuilder absolute = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!absolute.isEmpty()) {
                absolute.append(File.pathSeparator);
            }
            absolute.append(Path.of(entry).toAbsolutePath());
        }
        return absolute.toString();
    }
}
