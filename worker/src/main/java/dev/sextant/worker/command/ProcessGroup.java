package dev.sextant.worker.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Program and all processes that it starts, which are ended together.
 *
 * <p>If {@code setsid} is installed, the program leads a session and process group of its own. So a grandchild whose
 * parent has ended is found too, and a watcher in the group ends the group if this process dies, which closes the
 * watcher's standard input. On Linux, processes that left the group are found by a variable that all inherit, {@value
 * #MARK}. Where neither is there, only running descendants are found. Used by one thread at a time.
 */
final class ProcessGroup {
    private static final Logger log = LoggerFactory.getLogger(ProcessGroup.class);

    /** Name of the environment variable whose value only processes of this program have. */
    static final String MARK = "SEXTANT_RUN_ID";

    /** Time between two looks of the watcher at what still runs. */
    private static final double TICK_MILLIS = 200;

    /**
     * Script that runs a program in the background and ends all of its processes at the end of standard input, with SIGTERM
     * and after a number of ticks SIGKILL. Only the program has the mark, not the watcher. The watcher holds none of the
     * program's pipes, so that they end with the program. The shell's message that the watcher was killed is hidden from the
     * program's standard error.
     */
    private static final String WATCHED_PROGRAM =
            """
            mark=$1 ticks=$2
            shift 2
            exec 3<&0
            SEXTANT_RUN_ID="$mark" "$@" </dev/null 3<&- &
            program=$!
            marked() { grep -lsF "SEXTANT_RUN_ID=$mark" /proc/[0-9]*/environ | sed 's/[^0-9]//g'; }
            is_outside_group() { read -r stat <"/proc/$1/stat" && set -- ${stat##*) } && [ "$3" != "$$" ]; }
            may_run() { [ ! -r /proc/self/environ ] || [ -n "$(marked)" ]; }
            {
                read -r line <&3
                trap '' TERM
                kill -s TERM 0
                for pid in $(marked); do is_outside_group "$pid" && kill -s TERM "$pid"; done
                while [ "$ticks" -gt 0 ] && may_run; do sleep 0.2; ticks=$((ticks - 1)); done
                kill -s KILL $(marked) 0
            } >/dev/null 2>&1 &
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
    private final String mark;
    private final Duration grace;

    private ProcessGroup(Process process, boolean leadsGroup, String mark, Duration grace) {
        this.process = process;
        this.leadsGroup = leadsGroup;
        this.mark = mark;
        this.grace = grace;
    }

    /**
     * Starts a program.
     *
     * @param command program and its arguments, taken literally
     * @param environment the complete environment; nothing is inherited
     * @param folder working directory
     * @param grace time between SIGTERM and SIGKILL, also if this process dies
     */
    static ProcessGroup start(List<String> command, Map<String, String> environment, Path folder, Duration grace)
            throws IOException {
        String mark = UUID.randomUUID().toString();
        long ticks = (long) Math.ceil(grace.toMillis() / TICK_MILLIS);
        List<String> line = new ArrayList<>();
        if (HAS_SETSID) {
            line.addAll(List.of("setsid", "sh", "-c", WATCHED_PROGRAM, "sextant-run", mark, Long.toString(ticks)));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (!HAS_SETSID) {
            builder.environment().put(MARK, mark);
        }
        return new ProcessGroup(builder.start(), HAS_SETSID, mark, grace);
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

    /** Waits for the program to exit, no longer than the grace time, then ends the rest of the group. */
    void endAfterProgram() {
        uninterrupted(() -> {
            process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
            endNow();
        });
    }

    /** Ends all processes: sends SIGTERM, and SIGKILL to those that still run after the grace time. */
    void end() {
        uninterrupted(this::endNow);
    }

    private void endNow() throws InterruptedException {
        Set<ProcessHandle> all = processes();
        signal("TERM");
        // A second SIGTERM asks many programs to end without saving.
        all.stream().filter(this::isOutsideGroup).forEach(ProcessHandle::destroy);
        boolean hasEnded = hasEndedWithin(grace, all);
        Set<ProcessHandle> late = processes();
        if (hasEnded && late.isEmpty()) {
            return;
        }
        all.addAll(late);
        signal("KILL");
        all.forEach(ProcessHandle::destroyForcibly);
        if (!hasEndedWithin(KILL_TIMEOUT, all)) {
            log.warn(
                    "Process group {} still runs after SIGKILL; check for a stuck device or network drive",
                    process.pid());
        }
    }

    /** Returns the processes of the program that are running: descendants, and those that have its mark. */
    private Set<ProcessHandle> processes() {
        Set<ProcessHandle> all = new HashSet<>(ProcessTable.withEnvironment(MARK + "=" + mark));
        process.descendants().forEach(all::add);
        all.add(process.toHandle());
        all.removeIf(handle -> !isRunning(handle));
        return all;
    }

    private boolean isOutsideGroup(ProcessHandle handle) {
        return !leadsGroup || !ProcessTable.isReadable() || !ProcessTable.isInGroup(handle.pid(), process.pid());
    }

    /** A process that has ended but is not reaped is not running. */
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && (!ProcessTable.isReadable() || ProcessTable.isRunning(handle.pid()));
    }

    private boolean hasEndedWithin(Duration time, Set<ProcessHandle> known) throws InterruptedException {
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

    private boolean isAnyAlive(Set<ProcessHandle> known) throws InterruptedException {
        return process.isAlive() || known.stream().anyMatch(ProcessGroup::isRunning) || (leadsGroup && isGroupAlive());
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
