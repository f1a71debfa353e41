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
 * <p>On Linux a supervisor, a shell script, is between this process and the program, which leads a session and process group
 * of its own. The supervisor ends what is left of the group when the program has ended, when it is asked to, and when this
 * process dies, with SIGTERM and after the grace time SIGKILL. Processes that left the group are found by a variable that
 * all inherit, {@value #MARK}. Elsewhere only running descendants are found. Used by one thread at a time.
 */
final class ProcessGroup {
    private static final Logger log = LoggerFactory.getLogger(ProcessGroup.class);

    /** Name of the environment variable whose value only processes of this program have. */
    static final String MARK = "SEXTANT_RUN_ID";

    /** Time between two looks of the supervisor at what still runs. */
    private static final double TICK_MILLIS = 100;

    /**
     * The supervisor. The end of its standard input asks it to end the program; it exits with the code of the program when all
     * processes have ended. A watcher waits for that end and signals it until it is heard, as a signal that comes just before
     * {@code wait} does not end that; if the supervisor is gone, the watcher does its work. Neither has the mark, and the watcher
     * holds none of the program's pipes.
     */
    private static final String SUPERVISOR =
            """
            mark=$1 ticks=$2 asked=
            shift 2
            trap 'asked=yes' TERM USR1
            marked() { grep -lsF "SEXTANT_RUN_ID=$mark" /proc/[0-9]*/environ | sed 's/[^0-9]//g'; }
            runs_in_group() {
                read -r stat <"$1" && set -- ${stat##*) } && [ "$3" = "$program" ] && [ "$1" != Z ]
            }
            any_runs() {
                for process in /proc/[0-9]*/stat; do
                    runs_in_group "$process" && return 0
                done
                [ -n "$(marked)" ]
            }
            end_all() {
                any_runs || return 0
                kill -s TERM -- "-$program" || kill -s TERM "$program"
                for pid in $(marked); do
                    runs_in_group "/proc/$pid/stat" || kill -s TERM "$pid"
                done
                while [ "$ticks" -gt 0 ] && any_runs; do
                    sleep 0.1
                    ticks=$((ticks - 1))
                done
                any_runs && kill -s KILL -- "-$program" "$program" $(marked)
            }
            exec 3<&0 </dev/null
            SEXTANT_RUN_ID="$mark" setsid "$@" 3<&- &
            program=$!
            {
                trap '' TERM USR1
                read -r line <&3
                while kill -s USR1 "$$"; do sleep 0.1; done
                end_all
            } >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            [ -n "$asked" ] || { wait "$program"; code=$?; }
            end_all 2>/dev/null
            [ -z "$asked" ] || { wait "$program"; code=$?; }
            { kill -s KILL "$watcher"; wait "$watcher"; } 2>/dev/null
            exit "$code"
            """;

    private static final boolean IS_SUPERVISED = ProcessTable.isReadable() && isOnPath("setsid");
    private static final long POLL_MILLIS = 20;

    /** Time that a supervisor may need more than the grace time. */
    private static final Duration SUPERVISOR_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(3);

    private final Process process;
    private final String mark;
    private final Duration grace;

    private ProcessGroup(Process process, String mark, Duration grace) {
        this.process = process;
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
        if (IS_SUPERVISED) {
            line.addAll(List.of("setsid", "sh", "-c", SUPERVISOR, "sextant-run", mark, Long.toString(ticks)));
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (!IS_SUPERVISED) {
            builder.environment().put(MARK, mark);
        }
        return new ProcessGroup(builder.start(), mark, grace);
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
        askSupervisor();
        all.addAll(processes());
        all.removeIf(handle -> !isRunning(handle));
        if (all.isEmpty()) {
            return;
        }
        all.forEach(ProcessHandle::destroy);
        awaitEnd(grace, all);
        all.addAll(processes());
        all.forEach(ProcessHandle::destroyForcibly);
        if (!awaitEnd(KILL_TIMEOUT, all)) {
            log.warn("Processes {} still run after SIGKILL; check for a stuck device or network drive", all);
        }
    }

    /** Has the supervisor end all, if there is one. What it leaves if it was killed is up to the caller. */
    private void askSupervisor() throws InterruptedException {
        if (!IS_SUPERVISED) {
            return;
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("The supervisor of process {} has ended: {}", process.pid(), e.toString());
        }
        process.waitFor(grace.plus(SUPERVISOR_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the processes of the program that are running: descendants, and those that have its mark. */
    private Set<ProcessHandle> processes() {
        Set<ProcessHandle> all = new HashSet<>(ProcessTable.withEnvironment(MARK + "=" + mark));
        process.descendants().forEach(all::add);
        all.add(process.toHandle());
        all.removeIf(handle -> !isRunning(handle));
        return all;
    }

    /** A process that has ended but is not reaped is not running. */
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && (!ProcessTable.isReadable() || ProcessTable.isRunning(handle.pid()));
    }

    /** Waits for the end of processes; returns whether it came in time. */
    private static boolean awaitEnd(Duration time, Set<ProcessHandle> all) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (all.stream().anyMatch(ProcessGroup::isRunning)) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
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
