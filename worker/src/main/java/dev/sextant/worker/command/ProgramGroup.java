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
 * A program and all that it starts, ended together.
 *
 * <p>Where there is {@code setsid}, the program leads a session and process group of its own, so that also a grandchild
 * whose parent is gone is found; and a watcher inside the group ends it when this process dies, which closes the
 * watcher's standard input. Elsewhere only living descendants are found. Used by one thread at a time.
 */
final class ProgramGroup {
    private static final Logger log = LoggerFactory.getLogger(ProgramGroup.class);

    /**
     * Runs the arguments in the background and ends the group when standard input does. The watcher holds none of the
     * program's pipes, so their end is seen when the program's is; that it is ended itself, which a shell reports, is not for
     * the program's standard error.
     */
    private static final String WATCHED =
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
    private static final Duration AFTER_KILL = Duration.ofSeconds(3);

    private final Process process;
    private final boolean leadsGroup;

    private ProgramGroup(Process process, boolean leadsGroup) {
        this.process = process;
        this.leadsGroup = leadsGroup;
    }

    /**
     * Starts a program.
     *
     * @param command the program and its arguments, taken literally
     * @param environment all of it; nothing is inherited
     */
    static ProgramGroup start(List<String> command, Map<String, String> environment, Path folder) throws IOException {
        List<String> line = new ArrayList<>();
        if (HAS_SETSID) {
            line.addAll(List.of("setsid", "sh", "-c", WATCHED, "sextant-run"));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ProgramGroup(builder.start(), HAS_SETSID);
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

    /** Of a program that has ended: its exit code, or 128 and the signal that ended it. */
    int exitCode() {
        return process.exitValue();
    }

    /** Gives the program time to end by itself; then ends what is left of the group. */
    void endAfter(Duration patience, Duration grace) {
        uninterrupted(() -> {
            process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            endNow(grace);
        });
    }

    /** Ends the whole group: SIGTERM, and SIGKILL to what lives on after the grace time. */
    void end(Duration grace) {
        uninterrupted(() -> endNow(grace));
    }

    private void endNow(Duration grace) throws InterruptedException {
        List<ProcessHandle> known = process.descendants().toList();
        signal("TERM");
        known.forEach(ProcessHandle::destroy);
        process.destroy();
        if (isGoneWithin(grace, known)) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(known);
        process.descendants().forEach(all::add);
        known.forEach(handle -> handle.descendants().forEach(all::add));
        signal("KILL");
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (!isGoneWithin(AFTER_KILL, all)) {
            log.warn("Process group {} outlives SIGKILL; is a device or network drive stuck?", process.pid());
        }
    }

    private boolean isGoneWithin(Duration time, List<ProcessHandle> known) throws InterruptedException {
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

    /** Sends a signal to the group; false when nobody is left in it. Java itself cannot signal a group. */
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
            log.warn("Process group {} cannot be signalled: {}", process.pid(), e.toString());
            return false;
        }
    }

    private String pid() {
        return Long.toString(process.pid());
    }

    /** Ending a group is what an interrupt asks for, so it must not be cut short by it. */
    private static void uninterrupted(Ending ending) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                ending.run();
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
    private interface Ending {
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
