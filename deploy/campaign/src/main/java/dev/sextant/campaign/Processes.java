package dev.sextant.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of this machine, by {@code /proc}: those of a world have its folder in their environment. Linux only. */
final class Processes {
    private Processes() {}

    /**
     * A living process.
     *
     * @param command its command line
     */
    record Found(long pid, String command) {
        boolean isExecutor() {
            return command.contains("CoarseGrainedExecutorBackend");
        }

        /** Whether it is a master or worker of a standalone cluster, which outlives coordinators. */
        boolean isCluster() {
            return command.contains("org.apache.spark.deploy.master.Master")
                    || command.contains("org.apache.spark.deploy.worker.Worker");
        }

        boolean isProgram() {
            return command.contains("trainer.py") && !command.startsWith("sh ");
        }

        void signal(String name) throws IOException, InterruptedException {
            Processes.signal(pid, name);
        }

        @Override
        public String toString() {
            return pid + " (" + command.substring(0, Math.min(command.length(), 120)) + ")";
        }
    }

    /** Returns the processes whose environment names a folder, or a file in it. */
    static List<Found> of(Path folder) throws IOException {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != ProcessHandle.current().pid()
                        && read(process.resolve("environ")).contains(folder.toString())) {
                    found.add(new Found(
                            pid,
                            read(process.resolve("cmdline")).replace('\0', ' ').strip()));
                }
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has just ended, or is somebody else's
        }
    }

    /** Sends a signal, such as {@code KILL}; does nothing if the process has ended. */
    static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
