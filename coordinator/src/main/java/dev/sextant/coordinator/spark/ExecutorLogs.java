package dev.sextant.coordinator.spark;

import dev.sextant.common.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standard output and error of executors on this machine. Spark keeps one folder per application under {@code work} in its
 * home, and never deletes any.
 */
final class ExecutorLogs {
    private static final Logger log = LoggerFactory.getLogger(ExecutorLogs.class);
    private static final Duration MAX_AGE = Duration.ofDays(7);
    /** Application id of Spark's own cluster manager: a time and a number. */
    private static final Pattern APPLICATION = Pattern.compile("app-\\d{14}-\\d{4,}");

    private ExecutorLogs() {}

    /** Deletes the logs of applications that started more than a week ago. */
    static void deleteOld(Path sparkHome, Instant now) {
        Path work = sparkHome.resolve("work");
        if (!Files.isDirectory(work)) {
            return;
        }
        try (Stream<Path> folders = Files.list(work)) {
            List<Path> applications =
                    folders.filter(ExecutorLogs::isApplication).toList();
            for (Path application : applications) {
                if (Files.getLastModifiedTime(application).toInstant().isBefore(now.minus(MAX_AGE))) {
                    FileTree.delete(application);
                }
            }
        } catch (IOException e) {
            log.warn("Cannot delete old executor logs in {}: {}", work, e.toString());
        }
    }

    private static boolean isApplication(Path folder) {
        return Files.isDirectory(folder)
                && APPLICATION.matcher(folder.getFileName().toString()).matches();
    }
}
