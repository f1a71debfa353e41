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
 * The Spark configuration of a sweep: what the study's {@code cluster} section means in Spark's words. One executor a
 * slot, so that a trial that dies takes no other with it. What the user set by {@code --conf} stands, save where Sextant
 * could not work with it.
 */
final class ClusterConf {
    /** For DL4J's oneDNN helpers; the extension picks the native library that the build bundles. */
    private static final String NATIVE_OPTIONS = "-Dorg.eclipse.deeplearning4j.helpers.disable=false";

    /** The native operations allocate and free megabytes at every call; without these the kernel clears the pages anew. */
    private static final Map<String, String> ALLOCATION = Map.of(
            "MALLOC_MMAP_MAX_", "0",
            "MALLOC_TRIM_THRESHOLD_", "17179869184",
            "MALLOC_ARENA_MAX", "1");

    /** System property: the file of classes that the launcher found, see {@code sextant --archive-classes}. */
    private static final String CLASS_ARCHIVE = "sextant.class.archive";

    private static final String SPARK_HOME = "SPARK_HOME";

    /** What spark-submit fills in where nobody named a master; whoever means it says so to Sextant itself. */
    private static final String NO_MASTER_GIVEN = "local[*]";

    /** Executors on this machine inherit the driver's environment; they have no business with the database. */
    private static final List<String> SECRETS =
            List.of("SEXTANT_DB", "SEXTANT_DB_PASSWORD", "SEXTANT_DB_PASSWORD_FILE", "PGPASSFILE", "PGPASSWORD");

    private ClusterConf() {}

    /** @throws ClusterException when executors are to be processes on this machine and it cannot hold them */
    static SparkConf of(StudySpec spec, Optional<String> masterAsked, Path home) {
        ClusterSettings cluster = spec.cluster();
        SparkConf conf = new SparkConf();
        String master = masterAsked
                .or(() -> Optional.of(conf.get("spark.master", NO_MASTER_GIVEN))
                        .filter(submitted -> !submitted.equals(NO_MASTER_GIVEN)))
                .orElseGet(() -> onThisMachine(cluster));
        conf.setMaster(master).setAppName("sextant " + spec.name());

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
        conf.set(
                "spark.executor.extraJavaOptions",
                String.join(" ", NATIVE_OPTIONS, extension(), offHeap, conf.get("spark.executor.extraJavaOptions", ""))
                        .strip());
        SECRETS.forEach(name -> conf.set("spark.executorEnv." + name, ""));
        ALLOCATION.forEach((name, value) -> conf.setIfMissing("spark.executorEnv." + name, value));
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", String.valueOf(cpus));

        if (master.startsWith("local")) {
            onlyThisMachine(conf, master, home);
        }
        return conf;
    }

    private static String plugins(SparkConf conf) {
        String ours = SextantPlugin.class.getName();
        String users = conf.get("spark.plugins", "");
        return users.isEmpty() || users.contains(ours) ? ours : users + "," + ours;
    }

    /** Executor processes on this machine, as many as slots. */
    private static String onThisMachine(ClusterSettings cluster) {
        LocalMachine.measured().refusal(cluster).ifPresent(why -> {
            throw new ClusterException(why);
        });
        return String.format(
                Locale.ROOT, "local-cluster[%d,%d,%d]", cluster.slots(), cluster.cpusPerTrial(), heapMiB(cluster));
    }

    /** What an executor may take in all. */
    static long memoryMiB(ClusterSettings cluster) {
        return 2 * heapMiB(cluster);
    }

    /** Half of a trial's memory is Java's, half belongs to the native library. */
    private static long heapMiB(ClusterSettings cluster) {
        return Math.max(512, JavaUtils.byteStringAsMb(cluster.memoryPerTrial()) / 2);
    }

    private static String extension() {
        String extension = System.getProperty("org.bytedeco.javacpp.platform.extension", "");
        return extension.isEmpty() ? "" : "-Dorg.bytedeco.javacpp.platform.extension=" + extension;
    }

    private static void onlyThisMachine(SparkConf conf, String master, Path home) {
        conf.setIfMissing(ExecutorRuntime.CACHE, home.resolve("cache").toString());
        conf.setIfMissing("spark.driver.host", "127.0.0.1");
        conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        // Spark's pages listen on every address unless SPARK_LOCAL_IP says otherwise.
        conf.setIfMissing("spark.ui.enabled", String.valueOf(System.getenv("SPARK_LOCAL_IP") != null));
        if (master.startsWith("local-cluster")) {
            // Executors find Sextant where we did: Spark would copy the jar, large as it is, for each of them.
            String jars = conf.get("spark.jars", "");
            conf.remove("spark.jars");
            String classPath = jars.isEmpty() ? System.getProperty("java.class.path") : paths(jars);
            archivedClasses()
                    .ifPresentOrElse(
                            archive -> withArchive(conf, archive, absolute(classPath)),
                            () -> conf.setIfMissing("spark.executor.extraClassPath", absolute(classPath)));
        }
    }

    /** Made of the class path that this process's own begins with; the JVM does without it where it does not fit. */
    private static Optional<String> archivedClasses() {
        return Optional.ofNullable(System.getProperty(CLASS_ARCHIVE))
                .filter(archive -> System.getenv(SPARK_HOME) != null);
    }

    private static void withArchive(SparkConf conf, String archive, String classPath) {
        String sparks = Path.of(System.getenv(SPARK_HOME), "jars", "*").toString();
        conf.setIfMissing("spark.executor.extraClassPath", classPath + File.pathSeparator + sparks);
        String options = "\"-XX:SharedArchiveFile=" + archive + "\" -Xshare:auto";
        conf.set("spark.executor.extraJavaOptions", options + " " + conf.get("spark.executor.extraJavaOptions"));
    }

    /** Of local files, as a class path. */
    private static String paths(String jars) {
        return Arrays.stream(jars.split(",", -1))
                .map(jar -> jar.startsWith("file:") ? Path.of(URI.create(jar)).toString() : jar)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** They run in folders of their own. */
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
