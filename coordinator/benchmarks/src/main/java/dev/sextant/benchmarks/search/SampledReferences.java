package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** References of tasks that come without: sampled once, then kept in a file. Safe for use by many threads. */
final class SampledReferences {
    private final Path file;
    private final SortedMap<String, Reference> known;

    /** @param file need not exist; grows with every task */
    SampledReferences(Path file) throws IOException {
        this.file = file;
        this.known = new TreeMap<>(Files.exists(file) ? ReferenceFile.read(file) : Map.of());
    }

    /** The reference in the file, or one that is sampled now and written there. */
    Reference of(String task, ScoredPoints scores) throws IOException {
        Optional<Reference> there = find(task);
        if (there.isPresent()) {
            return there.get();
        }
        System.err.printf("%s: no reference given, sampling one for %s%n", task, file);
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
