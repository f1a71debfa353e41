package dev.sextant.worker.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Program and all processes that it starts, which are ended together.
 *
 * <p>If {@code setsid} is installed, the program leads a session and process group of its own. So a grandchild whose
 * parent has ended is found too, and a watcher in the group ends the group if this process dies, which closes the
 * watcher's standard input. Without {@code setsid} only running descendants are found. Used by one thread at a time.
 */
final class ProcessGroup {
    private static final Logger log = LoggerFactory.getLogger(ProcessGroup.class);

    /**
     * Script that runs its arguments in the background and ends the group at the end of standard input. The watcher
     * holds none of the program's pipes, so that they end with the program. The shell's message that the watcher was
     * killed is hidden from the program's standard error.
     */
    private static final String WATCHED_PROGRAM =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            program=$!
            { read -r line <&3; kill -s KILL 0; } >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            wait "$program"
            code=$?
            { kill "$watcher"; wait "$watcher"; } 2>/dev/null
            exit "$code"
            """;

    private static final boolean HAS_SETSID = isOnPath("setsid");
    private static final long POLL_MILLIS = 20;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(3);

    private final Process process;
    private final boolean leadsGroup;

    private ProcessGroup(Process process, boolean leadsGroup) {
        this.process = process;
        this.leadsGroup = leadsGroup;
    }

    /**
     * Starts a program.
     *
     * @param command program and its arguments, taken literally
     * @param environment the complete environment; nothing is inherited
     * @param folder working directory
     */
    static ProcessGroup start(List<String> command, Map<String, String> environment, Path folder) throws IOException {
        List<String> line = new ArrayList<>();
        if (HAS_SETSID) {
            line.addAll(List.of("setsid", "sh", "-c", WATCHED_PROGRAM, "sextant-run"));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ProcessGroup(builder.start(), HAS_SETSID);
    }

    InputStream standardOutput() {
        return process.getInputStream();
    }

    InputStream standardError() {
        return process.getErrorStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the exit code of a program that has ended, or 128 plus the signal that ended it. */
    int exitCode() {
        return process.exitValue();
    }

    /**
     * Waits for the program to exit, then ends the rest of the group.
     *
     * @param timeout longest time to wait for the program
     * @param grace time between SIGTERM and SIGKILL
     */
    void endAfter(Duration timeout, Duration grace) {
        uninterrupted(() -> {
            process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            endNow(grace);
        });
    }

    /** Ends the whole group: sends SIGTERM, and SIGKILL to processes that still run after the grace time. */
    void end(Duration grace) {
        uninterrupted(() -> endNow(grace));
    }

    private void endNow(Duration grace) throws InterruptedException {
        List<ProcessHandle> known = process.descendants().toList();
        signal("TERM");
        known.forEach(ProcessHandle::destroy);
        process.destroy();
        if (hasEndedWithin(grace, known)) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(known);
        process.descendants().forEach(all::add);
        known.forEach(handle -> handle.descendants().forEach(all::add));
        signal("KILL");
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (!hasEndedWithin(KILL_TIMEOUT, all)) {
            log.warn(
                    "Process group {} still runs after SIGKILL; check for a stuck device or network drive",
                    process.pid());
        }
    }

    private boolean hasEndedWithin(Duration time, List<ProcessHandle> known) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (isAnyAlive(known)) {
            if (System.nanoTime() > end) {
                return false;
            }
            process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private boolean isAnyAlive(List<ProcessHandle> known) throws InterruptedException {
        return process.isAlive() || known.stream().anyMatch(ProcessHandle::isAlive) || (leadsGroup && isGroupAlive());
    }

    private boolean isGroupAlive() throws InterruptedException {
        return ProcessTable.isReadable() ? ProcessTable.hasGroup(process.pid()) : signal("0");
    }

    /**
     * Sends a signal to the group, with {@code kill} because Java cannot.
     *
     * @return false if the group has no process left
     */
    private boolean signal(String signal) throws InterruptedException {
        if (!leadsGroup) {
            return false;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            log.warn("Cannot send a signal to process group {}: {}", process.pid(), e.toString());
            return false;
        }
    }

    private String pid() {
        return Long.toString(process.pid());
    }

    /** Completes an action despite interrupts, which are what groups are ended for; restores the interrupt flag. */
    private static void uninterrupted(Interruptible action) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                action.run();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
