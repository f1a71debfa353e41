package dev.sextant.coordinator.spark;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an executor process on this machine wrote before it ended. */
final class ExecutorOutput {
    private static final int MAX_BYTES = 8192;
    private static final int MAX_LINES = 10;

    private ExecutorOutput() {}

    /**
     * Returns the last lines that an executor wrote to standard error, or else to standard output, or else to its log; empty
     * if it wrote nothing. The command line of the executor, which Spark writes first, is left out.
     *
     * @param folder folder of the executor, which need not exist
     */
    static Optional<String> of(Path folder) {
        return last(folder.resolve("stderr"))
                .or(() -> last(folder.resolve("stdout")))
                .or(() -> last(folder.resolve("logs").resolve("sextant.log")));
    }

    private static Optional<String> last(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, reader.length() - MAX_BYTES);
            byte[] end = new byte[(int) (reader.length() - start)];
            reader.seek(start);
            reader.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line ->
                            !line.isBlank() && !line.startsWith("Spark Executor Command:") && !line.matches("=+"))
                    .toList();
            String text = String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.of(file + " cannot be read: " + e.getMessage());
        }
    }
}
