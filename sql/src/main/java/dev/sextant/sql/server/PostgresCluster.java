package dev.sextant.sql.server;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.files.WholeFile;
import dev.sextant.sql.connect.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's data folder and the server process on it, by PostgreSQL's own tools. Callers hold the folder's lock. */
final class PostgresCluster {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Path folder;
    private final Path data;
    private final Path log;

    PostgresCluster(Path folder) {
        this.folder = folder;
        this.data = folder.resolve("cluster");
        this.log = folder.resolve("postgres.log");
    }

    /** Whether the data folder is there, complete. */
    boolean exists() {
        return Files.exists(data);
    }

    /** Makes the data folder, unless it is complete already. */
    void initialise(String user, String password) throws IOException {
        if (exists()) {
            return;
        }
        // Made aside and renamed, so that a half-made one, of a start that was cut off, is never taken for whole.
        Path making = folder.resolve("cluster.making");
        FileTree.delete(making);
        Path secret = Files.createTempFile(
                folder,
                "secret",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(secret, password + "\n");
            String said = run(
                    "initdb",
                    "-D",
                    making.toString(),
                    "-U",
                    user,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync");
            if (!Files.exists(making.resolve("PG_VERSION"))) {
                throw new DatabaseException(
                        "PostgreSQL could not make its data folder " + data + remedy() + ":\n" + said);
            }
            writeOut(making);
            Files.move(making, data);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** Has what was written put on the disk: all at once where the system can, for file by file takes seconds. */
    private void writeOut(Path made) {
        try {
            Process sync = new ProcessBuilder("sync", "-f", made.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (sync.waitFor() == 0) {
                return;
            }
            LOG.debug("sync -f {} ended with {}", made, sync.exitValue());
        } catch (IOException e) {
            LOG.debug("No program sync here", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while " + made + " was written", e);
        }
        run("initdb", "--sync-only", "-D", made.toString());
    }

    /** The port of the server that runs on the data folder; waits for one that is starting or ending. */
    Optional<Integer> running() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Postmaster> postmaster = postmaster();
            if (postmaster.isEmpty()) {
                return Optional.empty();
            }
            OptionalInt port = postmaster.get().port();
            if (port.isPresent() && postmaster.get().ready() && accepts(port.getAsInt())) {
                return Optional.of(port.getAsInt());
            }
            if (System.nanoTime() > deadline) {
                throw new DatabaseException("The server on " + data + " (process "
                        + postmaster.get().pid() + ") neither answers nor ends; see " + log);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Starts the server, on the port it had before where that is free. */
    int start() {
        removeStalePid();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            int port = freePort();
            String said = run(
                    "pg_ctl",
                    "start",
                    "-w",
                    "-t",
                    Long.toString(PATIENCE.toSeconds()),
                    "-D",
                    data.toString(),
                    "-l",
                    log.toString(),
                    "-o",
                    "-p " + port + " -c listen_addresses=127.0.0.1"
                            + " -c unix_socket_directories='' -c max_connections=60 -c shared_buffers=64MB");
            if (running().isPresent()) {
                return port;
            }
            // Backends of a server that was killed hold its shared memory for a moment; a port may just have been
            // taken.
            if (System.nanoTime() > deadline) {
                throw new DatabaseException(
                        "The PostgreSQL server on " + data + " does not start:\n" + said + lastWords());
            }
            LOG.debug("The server on {} did not start at once: {}", data, said);
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Stops the server at once but cleanly: open transactions are rolled back, what was committed stays. */
    void stop() {
        if (postmaster().isPresent()) {
            String said = run(
                    "pg_ctl",
                    "stop",
                    "-w",
                    "-m",
                    "fast",
                    "-t",
                    Long.toString(PATIENCE.toSeconds()),
                    "-D",
                    data.toString());
            if (postmaster().isPresent()) {
                LOG.warn("The server on {} did not stop: {}", data, said);
            }
        }
    }

    /**
     * The server's process, if it lives: after a crash the file stays, and its number may be another process's. Of one whose
     * command we may not read, another user's or one that has ended unnoticed, we know that it is not our server.
     */
    private Optional<Postmaster> postmaster() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            long pid = Long.parseLong(lines.get(0).strip());
            boolean alive = ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.contains("postgres"))
                            .orElse(false))
                    .isPresent();
            if (!alive) {
                return Optional.empty();
            }
            OptionalInt port = lines.size() > 3
                    ? OptionalInt.of(Integer.parseInt(lines.get(3).strip()))
                    : OptionalInt.empty();
            boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
            return Optional.of(new Postmaster(pid, port, ready));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // No file, or one that is just being written or taken away.
            return Optional.empty();
        }
    }

    private void removeStalePid() {
        try {
            if (postmaster().isEmpty()) {
                Files.deleteIfExists(data.resolve("postmaster.pid"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int freePort() {
        try {
            OptionalInt before = rememberedPort();
            if (before.isPresent() && isFree(before.getAsInt())) {
                return before.getAsInt();
            }
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the next server listen where this one does. */
    void remember(int port) throws IOException {
        if (!rememberedPort().equals(OptionalInt.of(port))) {
            WholeFile.write(portFile(), file -> Files.writeString(file, port + "\n"));
        }
    }

    private OptionalInt rememberedPort() throws IOException {
        String text = Files.exists(portFile()) ? Files.readString(portFile()).strip() : "";
        return text.matches("[1-9][0-9]{3,4}") && Integer.parseInt(text) <= 0xffff
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private Path portFile() {
        return folder.resolve("port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs one of PostgreSQL's tools to its end; answers what it said. */
    private String run(String tool, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with the same files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program(tool).toString());
        command.addAll(List.of(arguments));
        Path said = null;
        try {
            // Not a pipe: the server inherits it and would keep it open.
            said = Files.createTempFile(folder, tool, ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("SEXTANT_DB"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return Files.readString(said);
        } catch (IOException e) {
            throw new DatabaseException(
                    "Cannot run " + String.join(" ", command) + " (" + e.getMessage() + ")" + remedy(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while " + tool + " ran on " + data, e);
        } finally {
            deleteQuietly(said);
        }
    }

    /** Unpacked only here: who joins a server that runs needs no programs. */
    private static Path program(String tool) {
        try {
            return PostgresBinaries.unpacked().resolve("bin").resolve(tool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String remedy() {
        return isRoot()
                ? "; as root this needs user namespaces (unshare -U): run as an ordinary user, or give a server of your"
                        + " own with --db"
                : "";
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("Left {} behind", file, e);
        }
    }

    private record Postmaster(long pid, OptionalInt port, boolean ready) {}
}
