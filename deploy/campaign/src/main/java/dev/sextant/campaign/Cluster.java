package dev.sextant.campaign;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A standalone Spark cluster with a secret: one master and one worker on this machine. */
final class Cluster implements AutoCloseable {
    private static final long START_NANOS = 120_000_000_000L;

    private final World world;
    private final Path folder;
    private final int port;
    private final Process master;
    private Process worker;

    Cluster(World world) throws IOException, InterruptedException {
        this.world = world;
        this.folder = Files.createDirectories(world.folder().resolve("cluster"));
        this.port = freePort();
        Files.writeString(
                folder.resolve("spark-defaults.conf"),
                "spark.authenticate true\nspark.authenticate.secret " + UUID.randomUUID() + "\n");
        this.master = start(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        awaitMaster();
        startWorker();
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Returns the environment in which coordinators find the cluster's secret. */
    Map<String, String> environment() {
        return Map.of("SPARK_CONF_DIR", folder.toString(), "SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** Kills the worker and its executors, as if their host had failed. */
    void killHost() throws IOException, InterruptedException {
        worker.destroyForcibly().waitFor();
        for (Processes.Found left : world.processes()) {
            if (left.isExecutor() || left.isProgram()) {
                left.signal("KILL");
            }
        }
    }

    void startWorker() throws IOException {
        worker = start(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "2",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve("work").toString(),
                url());
    }

    private Process start(String program, String... arguments) throws IOException {
        Path spark = world.distribution().resolve("spark");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "@" + world.distribution().resolve("conf/jvm.options"),
                "-cp",
                spark.resolve("jars") + "/*" + File.pathSeparator + folder,
                program));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(program.substring(program.lastIndexOf('.') + 1) + ".log")
                                .toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        spark.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.12",
                        // Executors inherit this, by which they are known as the world's.
                        "SEXTANT_HOME",
                        world.home().toString()));
        builder.environment().putAll(environment());
        return builder.start();
    }

    private void awaitMaster() throws InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (!master.isAlive() || System.nanoTime() > end) {
                    throw new CampaignException("the master does not start; see " + folder);
                }
                Thread.sleep(50);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        master.destroyForcibly();
        worker.destroyForcibly();
    }
}
