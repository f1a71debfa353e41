package dev.sextant.sql.server;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.files.RotatedLog;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL data folder and its server process, run with PostgreSQL's own tools. Callers hold the folder's lock. */
final class PostgresCluster {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    /** The log is begun anew at a start if it is larger. */
    private static final long LOG_BYTES = 10 << 20;

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    private final Path folder;
    private final Path data;
    private final Path log;

    PostgresCluster(Path folder) {
        this.folder = folder;
        this.data = folder.resolve("cluster");
        this.log = folder.resolve("postgres.log");
    }

    /** Whether the data folder exists; if so, it is complete. */
    boolean exists() {
        return Files.exists(data);
    }

    /** Creates the data folder if it does not exist. */
    void initialize(String user, String password) throws IOException {
        if (exists()) {
            return;
        }
        // Created under another name and renamed, so that an interrupted start never leaves an incomplete data folder.
        Path making = folder.resolve("cluster.making");
        FileTree.delete(making);
        Path secret = Files.createTempFile(
                folder,
                "secret",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(secret, password + "\n");
            String output = run(
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
                        "PostgreSQL could not create its data folder " + data + remedy() + ":\n" + output);
            }
            sync(making);
            Files.move(making, data);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** Syncs a folder to the disk: in one call if the system can, because file by file takes seconds. */
    private void sync(Path made) {
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
            LOG.debug("There is no program named sync", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while " + made + " was synced to the disk", e);
        }
        run("initdb", "--sync-only", "-D", made.toString());
    }

    /** Returns the port of the server that runs on the data folder. Waits for a server that is starting or ending. */
    Optional<Integer> running() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
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
                        + postmaster.get().pid() + ") neither answers nor ends. See " + log);
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Whether the server has ended without removing the file that names its process: it was killed, or crashed. */
    boolean wasKilled() {
        return Files.exists(data.resolve("postmaster.pid")) && postmaster().isEmpty();
    }

    /** Starts the server and returns its port: the one it had before, if that is free. */
    int start() {
        requireOwnVersion();
        removeStalePid();
        rotateLog();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            int port = freePort();
            String output = run(
                    "pg_ctl",
                    "start",
                    "-w",
                    "-t",
                    Long.toString(TIMEOUT.toSeconds()),
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
            // Backends of a killed server keep its shared memory for a moment, and another program may have taken the
            // port: try again.
            if (System.nanoTime() > deadline) {
                throw new DatabaseException(
                        "The PostgreSQL server on " + data + " does not start:\n" + output + endOfLog());
            }
            LOG.debug("The server on {} did not start at once: {}", data, output);
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    private void rotateLog() {
        try {
            new RotatedLog(log).rotate(LOG_BYTES);
        } catch (IOException e) {
            LOG.debug("Cannot rotate {}", log, e);
        }
    }

    /** Checks that the data folder has the format of this PostgreSQL, which its major version determines. */
    private void requireOwnVersion() {
        String made = madeBy();
        String own = ownVersion();
        if (!made.isEmpty() && !own.isEmpty() && !made.equals(own)) {
            throw new DatabaseException("PostgreSQL " + made + " created data folder " + data
                    + ", but this Sextant contains PostgreSQL " + own + ", which cannot read it. Run `sextant db dump"
                    + " FILE` with the Sextant that created it, move " + folder
                    + " away, and run `sextant db restore FILE` with this one");
        }
    }

    /** Returns the major version that created the data folder; empty if its file is missing. */
    private String madeBy() {
        Path file = data.resolve("PG_VERSION");
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the major version of the programs; empty if they do not run, which the start then reports. */
    private String ownVersion() {
        Matcher version = VERSION.matcher(run("pg_ctl", "--version"));
        return version.find() ? version.group(1) : "";
    }

    /** Stops the server cleanly: open transactions are rolled back. */
    void stop() {
        if (postmaster().isPresent()) {
            String output = run(
                    "pg_ctl",
                    "stop",
                    "-w",
                    "-m",
                    "fast",
                    "-t",
                    Long.toString(TIMEOUT.toSeconds()),
                    "-D",
                    data.toString());
            if (postmaster().isPresent()) {
                LOG.warn("The server on {} did not stop: {}", data, output);
            }
        }
    }

    /**
     * Returns the server's process, if it lives. After a crash the file remains, and its number may belong to another process.
     * A process whose command we may not read is not our server: it belongs to another user, or has just ended.
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
            // There is no file, or it is just being written or deleted.
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

    /** Remembers the port for the next server of this folder. */
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

    /** Runs one of PostgreSQL's tools to its end and returns its output. */
    private String run(String tool, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root. In a user namespace it runs as nobody, with access to the same files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program(tool).toString());
        command.addAll(List.of(arguments));
        Path outputFile = null;
        try {
            // A file, because the server would inherit a pipe and keep it open.
            outputFile = Files.createTempFile(folder, tool, ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(outputFile.toFile());
            // Passwords and web hooks of the command that starts the server, which outlives it.
            builder.environment().keySet().removeIf(name -> name.matches("(PG|SEXTANT_(DB|IMPORT|ON_EVENT)).*"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return Files.readString(outputFile);
        } catch (IOException e) {
            throw new DatabaseException(
                    "Cannot run " + String.join(" ", command) + " (" + e.getMessage() + ")" + remedy(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while " + tool + " ran on " + data, e);
        } finally {
            deleteQuietly(outputFile);
        }
    }

    /** Unpacks the programs when they are first needed: a running server can be used without them. */
    private static Path program(String tool) {
        try {
            return PostgresBinaries.unpacked().resolve("bin").resolve(tool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String remedy() {
        return isRoot()
                ? ". For root this needs user namespaces (unshare -U): run as an ordinary user, or name a database server"
                        + " of your own with --db"
                : "";
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String endOfLog() {
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
            LOG.debug("Could not delete {}", file, e);
        }
    }

    private record Postmaster(long pid, OptionalInt port, boolean ready) {}
}
