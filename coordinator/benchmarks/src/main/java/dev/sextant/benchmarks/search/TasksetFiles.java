package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the tables of {@code --taskset}. */
final class TasksetFiles {
    private static final String REFERENCE = "reference.csv";

    private TasksetFiles() {}

    /**
     * Reads the tables.
     *
     * @param paths files, or folders with files {@code *.csv} and {@code *.csv.gz}
     * @param showRows whether studies see the configurations of the replayed rows
     * @throws IllegalArgumentException when one does not exist, or a folder holds none
     */
    static List<BenchmarkTask> tasks(List<Path> paths, boolean showRows) throws IOException {
        List<BenchmarkTask> tasks = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                tasks.add(TasksetTask.of(name(file), TasksetTable.read(file), showRows));
            }
        }
        return tasks;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException("--taskset: " + path + " does not exist");
            }
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> tables = inside.filter(
                            file -> file.toString().matches(".*\\.csv(\\.gz)?") && !file.endsWith(REFERENCE))
                    .sorted()
                    .toList();
            if (tables.isEmpty()) {
                throw new IllegalArgumentException("--taskset: " + path + " holds no .csv or .csv.gz");
            }
            return tables;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
    }
}
