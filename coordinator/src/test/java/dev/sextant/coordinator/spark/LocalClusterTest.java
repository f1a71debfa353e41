package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.coordinator.schedule.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** A real standalone master and worker. */
@Timeout(240)
class LocalClusterTest {
    private static final String SECRET = "spark.authenticate.secret";

    /** User that owns nothing. */
    private static final String NOBODY = "65534";

    @TempDir
    private Path home;

    private final SparkConf conf = new SparkConf(false)
            .setMaster("local-cluster[1,1,512]")
            .setAppName("a test")
            .set("spark.executor.memory", "512m");

    @Test
    void runsNothingForSomebodyWhoDoesNotKnowItsSecret() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(conf, home)) {
            assertThat(cluster.launched("any")).isZero();
            Submission refused = submit(conf.get("spark.master"), List.of());
            assertThat(refused.exitCode()).as(refused.output()).isNotZero();
            assertThat(submittedPrograms()).isEmpty();

            // Otherwise the same submission is accepted, so it was the secret that was missing.
            Submission accepted = submit(
                    conf.get("spark.master"), List.of("-Dspark.authenticate=true", "-D" + SECRET + "=" + secret()));
            await("the program: " + accepted).atMost(Duration.ofMinutes(2)).until(() -> !submittedPrograms()
                    .isEmpty());
        }
    }

    /**
     * Returns the secret in force. Spark prefers one that a local master left with the user of this process, as other tests
     * do; a sweep has a process of its own.
     */
    private String secret() throws IOException {
        byte[] left = UserGroupInformation.getCurrentUser().getCredentials().getSecretKey(new Text("sparkCookie"));
        return left == null ? conf.get(SECRET) : new String(left, StandardCharsets.UTF_8);
    }

    private record Submission(int exitCode, String output) {}

    /** Submits a program as anybody on this machine could; as another user if this test may. */
    private Submission submit(String master, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(asNobodyIfPossible());
        command.add(java());
        command.addAll(List.of(System.getProperty("sextant.jvm.options", "").split(" ", -1)));
        command.removeIf(String::isEmpty);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.apache.spark.deploy.Client"));
        // Zero cores and no memory fit on any worker.
        command.addAll(List.of("-c", "0", "-m", "0", "launch", master, "file:///nowhere/intruder.jar", "Intruder"));
        Path output = home.resolve("submission.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The submission hangs: " + Files.readString(output));
        }
        return new Submission(process.exitValue(), Files.readString(output));
    }

    private static List<String> asNobodyIfPossible() throws InterruptedException {
        List<String> nobody = List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--reset-env");
        List<String> trial = new ArrayList<>(nobody);
        trial.addAll(List.of(
                java(), "-cp", System.getProperty("java.class.path"), "org.apache.spark.deploy.Client", "--help"));
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? nobody : List.of();
        } catch (IOException e) {
            return List.of(); // no setpriv here
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private List<Path> submittedPrograms() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("work"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("driver-"))
                    .toList();
        }
    }

    @Test
    void showsNobodyItsPages() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc to find the ports of this process");
        Set<Integer> before = listening();
        try (LocalCluster cluster = LocalCluster.start(conf, home)) {
            assertThat(cluster.launched("any")).isZero();
            // A worker opens its pages a while after it has started.
            await("pages of master and worker")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> answers(before, "/").size() == 2);
            assertThat(answers(before, "/")).containsExactly(403, 403);
            assertThat(answers(before, "/json/")).containsExactly(403, 403);
            assertThat(answers(before, "/metrics/json/")).containsExactly(403, 403);
        }
        assertThat(listening()).isEqualTo(before);
    }

    /** Returns the answers to a request for a page on each port that was opened since. */
    private static List<Integer> answers(Set<Integer> before, String page) throws IOException, InterruptedException {
        List<Integer> answers = new ArrayList<>();
        for (int port : listening()) {
            if (!before.contains(port)) {
                status(port, page).ifPresent(answers::add);
            }
        }
        return answers;
    }

    /** Returns the ports that this process listens on. */
    private static Set<Integer> listening() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] fields = line.strip().split(" +", -1);
                if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    /** Returns the status of an answer; empty if nothing speaks HTTP there. */
    private static Optional<Integer> status(int port, String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return Optional.of(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    void refusesWorkersThatAreTooSmallForAnExecutorAndLeavesNothing() throws Exception {
        conf.set("spark.executor.memory", "600m");
        assertThatThrownBy(() -> LocalCluster.start(conf, home))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("its workers have 512 MiB, but an executor needs 600 MiB");
        assertThat(sweeps()).isEmpty();
    }

    @Test
    void hidesItsSecretWhateverElseTheUserHides() throws Exception {
        conf.set("spark.redaction.regex", "mine");
        try (LocalCluster cluster = LocalCluster.start(conf, home)) {
            assertThat(cluster.launched("any")).isZero();
            assertThat(Utils.redact(conf, JavaConverters.asScalaBuffer(List.of(new Tuple2<>(SECRET, conf.get(SECRET)))))
                            .mkString())
                    .doesNotContain(conf.get(SECRET));
        }
    }

    private List<Path> sweeps() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("work"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
