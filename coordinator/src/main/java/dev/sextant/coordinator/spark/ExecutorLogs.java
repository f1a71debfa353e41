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
 * What executors on this machine wrote to their standard output and error: Spark keeps a folder for each application under
 * {@code work} in its home, and never deletes one.
 */
final class ExecutorLogs {
    private static final Logger log = LoggerFactory.getLogger(ExecutorLogs.class);
    private static final Duration KEPT = Duration.ofDays(7);
    /** Spark's name for an application of its own cluster manager: the time and a number. */
    private static final Pattern APPLICATION = Pattern.compile("app-\\d{14}-\\d{4,}");

    private ExecutorLogs() {}

    /** Deletes those of applications that began more than a week ago. */
    static void tidy(Path sparkHome, Instant now) {
        Path work = sparkHome.resolve("work");
        if (!Files.isDirectory(work)) {
            return;
        }
        try (Stream<Path> folders = Files.list(work)) {
            List<Path> applications =
                    folders.filter(ExecutorLogs::isOfApplication).toList();
            for (Path application : applications) {
                if (Files.getLastModifiedTime(application).toInstant().isBefore(now.minus(KEPT))) {
                    FileTree.delete(application);
                }
            }
        } catch (IOException e) {
            log.warn("Old executors' logs in {} stay: {}", work, e.toString());
        }
    }

    private static boolean isOfApplication(Path folder) {
        return Files.isDirectory(folder)
                && APPLICATION.matcher(folder.getFileName().toString()).matches();
    }
}
