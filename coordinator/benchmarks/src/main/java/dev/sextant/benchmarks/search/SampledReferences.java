package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reference scores of tasks that come without them: sampled once and kept in a file. Thread-safe. */
final class SampledReferences {
    private final Path file;
    private final SortedMap<String, Reference> known;

    /** @param file need not exist; gets one more row per sampled task */
    SampledReferences(Path file) throws IOException {
        this.file = file;
        this.known = new TreeMap<>(Files.exists(file) ? ReferenceFile.read(file) : Map.of());
    }

    /** The reference scores of a task, from the file or sampled now and written to it. */
    Reference of(String task, ScoredPoints scores) throws IOException {
        Optional<Reference> stored = find(task);
        if (stored.isPresent()) {
            return stored.get();
        }
        System.err.printf("%s: no reference scores given, sampling them for %s%n", task, file);
        Reference sampled = ReferenceSample.of(scores);
        keep(task, sampled);
        return sampled;
    }

    private synchronized Optional<Reference> find(String task) {
        return Optional.ofNullable(known.get(task));
    }

    private synchronized void keep(String task, Reference reference) throws IOException {
        known.put(task, reference);
        ReferenceFile.write(file, known);
    }
}
