package dev.sextant.coordinator.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sextant.coordinator.spark.LocalMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What this process finds on its machine.
 *
 * @param javaVersion version of Java, such as {@code 17.0.9}
 * @param machine processors and memory
 * @param fileNameEncoding encoding in which Java reads names of files
 * @param openFiles number of files that a process may open; empty if unknown
 * @param sharedMemoryBytes size of {@code /dev/shm}; empty if there is none
 * @param user user of this process
 * @param userHome home folder of the user
 */
public record MachineFacts(
        String javaVersion,
        LocalMachine machine,
        String fileNameEncoding,
        OptionalLong openFiles,
        OptionalLong sharedMemoryBytes,
        String user,
        Path userHome) {
    /**
     * Returns the facts of this process.
     *
     * @param environment environment variables
     */
    public static MachineFacts current(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return new MachineFacts(
                System.getProperty("java.version"),
                LocalMachine.current(),
                System.getProperty("sun.jnu.encoding", ""),
                maxOpenFiles(),
                size(Path.of("/dev/shm")),
                System.getProperty("user.name"),
                Path.of(home.isBlank() ? System.getProperty("user.home") : home));
    }

    private static OptionalLong maxOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    private static OptionalLong size(Path folder) {
        try {
            return Files.isDirectory(folder)
                    ? OptionalLong.of(Files.getFileStore(folder).getTotalSpace())
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
