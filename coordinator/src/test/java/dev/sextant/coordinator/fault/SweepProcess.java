package dev.sextant.coordinator.fault;

import static org.awaitility.Awaitility.await;

import dev.sextant.coordinator.schedule.SeveringProxy;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** A real process of Sextant, usually a coordinator, started as a user would, to be interrupted and killed. */
final class SweepProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private SweepProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param home Sextant's folder for checkpoints and logs */
    static SweepProcess start(Path home, EmbeddedServer server, String... arguments) throws IOException {
        return start(home, server, Map.of("PGPASSFILE", server.passwordFile().toString()), arguments);
    }

    static SweepProcess start(Path home, EmbeddedServer server, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(home, server.address(), environment, arguments);
    }

    /** Starts a process that reaches the server through a proxy. */
    static SweepProcess start(Path home, EmbeddedServer server, SeveringProxy proxy, String... arguments)
            throws IOException {
        return start(
                home,
                proxy.address(server.address()),
                Map.of("PGPASSFILE", server.passwordFile().toString()),
                arguments);
    }

    private static SweepProcess start(
            Path home, DatabaseAddress address, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> named = new ArrayList<>(List.of(arguments));
        named.add("--db");
        named.add(address.url() + "?user=" + address.user().orElseThrow());
        return start(home, environment, named);
    }

    /** Starts a process that uses the embedded server in {@code home}. */
    static SweepProcess startEmbedded(Path home, String... arguments) throws IOException {
        return start(home, Map.of("SEXTANT_DB", ""), List.of(arguments));
    }

    private static SweepProcess start(Path home, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> line = new ArrayList<>(listeningToInterrupts());
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-Xmx512m");
        line.add("-XX:TieredStopAtLevel=1");
        for (String option : System.getProperty("sextant.jvm.options").split(" ", -1)) {
            line.add(option);
        }
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add("dev.sextant.coordinator.cli.Sextant");
        line.addAll(arguments);
        Path output = Files.createTempFile(Files.createDirectories(home), "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SEXTANT_HOME", home.toString());
        builder.environment().putAll(environment);
        return new SweepProcess(builder.start(), output);
    }

    /** Restores the default reaction to Ctrl-C: a build in the background ignores it, and child processes inherit that. */
    private static List<String> listeningToInterrupts() {
        List<String> prefix = List.of("env", "--default-signal=INT");
        try {
            List<String> trial = new ArrayList<>(prefix);
            trial.add("true");
            return new ProcessBuilder(trial).start().waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of(); // no env here, or an old one
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for a condition; fails if the process ends before. */
    void awaitWhileAlive(String what, BooleanSupplier condition) {
        try {
            await(what)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> condition.getAsBoolean() || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("There was none in time: " + what + "\n" + output(), e);
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("The process ended before: " + what + "\n" + output());
        }
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("The process is still running:\n" + output());
        }
        return process.exitValue();
    }

    /** Lets the process run for a while; returns whether it is still alive then. */
    boolean survives(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Kills the process ({@code kill -9}). */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Interrupts the process like Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Returns its Spark executors: the Java processes that it started. */
    List<ProcessHandle> executors() {
        return process.children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
