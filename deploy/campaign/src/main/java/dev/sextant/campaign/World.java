package dev.sextant.campaign;

import dev.sextant.common.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that studies of a campaign run on: folders, a PostgreSQL behind a proxy, and the distribution under test. */
final class World implements AutoCloseable {
    /** Seconds for which coordinators wait for a database that is gone. */
    static final int PATIENCE = 10;

    private static final long COMMAND_SECONDS = 180;

    private final Path folder;
    private final Path distribution;
    private final PostgresServer server;
    private final Proxy proxy;
    private final Journal journal;
    private final Disk disk;
    private final Thread atExit = new Thread(this::end, "end of the world");
    private Optional<Cluster> cluster = Optional.empty();
    private int outputs;

    /** @param folder a new folder, kept after the campaign */
    World(Path folder, Path distribution) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.distribution = distribution;
        this.journal = new Journal(this.folder.resolve("journal"));
        this.server = new PostgresServer(this.folder.resolve("postgres"));
        this.proxy = new Proxy(server.port());
        OwnerOnly.createDirectories(home());
        this.disk = new Disk(checkpoints());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Returns Sextant's folder. Processes that have it in their environment belong to studies. */
    Path home() {
        return folder.resolve("home");
    }

    /** Returns the folder that has a folder of checkpoints for each study. */
    Path checkpoints() {
        return home().resolve("checkpoints");
    }

    Path folder() {
        return folder;
    }

    Path distribution() {
        return distribution;
    }

    PostgresServer server() {
        return server;
    }

    Proxy proxy() {
        return proxy;
    }

    /** Returns the disk that checkpoints are on. */
    Disk disk() {
        return disk;
    }

    Journal journal() {
        return journal;
    }

    /** Starts the server again after its end, and leads the proxy to it. */
    void startServerAgain() throws InterruptedException {
        server.startAgain();
        proxy.leadTo(server.port());
    }

    /** Starts a coordinator, on the cluster if its study is for one. */
    Driver startCoordinator(StudyPlan plan, String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--database-patience", Integer.toString(PATIENCE)));
        if (plan.cargo() != StudyPlan.Cargo.CLUSTER) {
            return start(Map.of(), arguments);
        }
        arguments.addAll(List.of(
                "--master", cluster().url(), "--checkpoints", checkpoints().toString()));
        return start(cluster().environment(), arguments);
    }

    private Driver start(Map<String, String> environment, List<String> arguments) throws IOException {
        Path output = Files.createDirectories(folder.resolve("output"))
                .resolve(String.format("%04d-%s.txt", ++outputs, arguments.get(0)));
        List<String> line = new ArrayList<>();
        line.add(distribution.resolve("bin/sextant").toString());
        line.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        List.of("SPARK_HOME", "SPARK_CONF_DIR").forEach(builder.environment()::remove);
        builder.environment()
                .putAll(Map.of(
                        "SEXTANT_HOME",
                        home().toString(),
                        "SEXTANT_DB",
                        address("sextant"),
                        "SEXTANT_DB_PASSWORD",
                        server.password(),
                        "SEXTANT_JAVA_OPTS",
                        "-Xmx512m -XX:TieredStopAtLevel=1"));
        builder.environment().putAll(environment);
        return new Driver(builder.start(), output);
    }

    /** Starts to migrate another database of the same server. */
    Driver migrate(String database) throws IOException {
        return start(Map.of("SEXTANT_DB", address(database)), List.of("db", "migrate"));
    }

    private String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database + "?user=" + server.user();
    }

    /** Runs a command to its end. */
    Driver run(String... arguments) throws IOException, InterruptedException {
        Driver command = start(Map.of(), List.of(arguments));
        if (!command.endsWithin(COMMAND_SECONDS)) {
            command.close();
            throw new CampaignException(String.join(" ", arguments) + " did not end: " + command.lastWords());
        }
        return command;
    }

    /** Returns the living processes of studies, coordinators included. */
    List<Processes.Found> processes() throws IOException {
        return Processes.of(home()).stream().filter(found -> !found.isCluster()).toList();
    }

    /** Returns the standalone cluster, which is started when it is used first. */
    Cluster cluster() throws IOException, InterruptedException {
        if (cluster.isEmpty()) {
            cluster = Optional.of(new Cluster(this));
        }
        return cluster.get();
    }

    /** Ends all processes of the world; its files stay. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        try {
            cluster.ifPresent(Cluster::close);
            for (Processes.Found left : processes()) {
                ProcessHandle.of(left.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            proxy.close();
            server.close();
            disk.unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
