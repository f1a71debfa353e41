package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** References of tasks that come without: sampled once, then kept in a file. For one thread. */
final class SampledReferences {
    private final Path file;
    private final Map<String, Reference> known;

    /** @param file need not exist; grows with every task */
    SampledReferences(Path file) throws IOException {
        this.file = file;
        this.known = new LinkedHashMap<>(Files.exists(file) ? ReferenceFile.read(file) : Map.of());
    }

    /** The reference in the file, or one that is sampled now and written there. */
    Reference of(String task, ScoredPoints scores) throws IOException {
        Reference reference = known.get(task);
        if (reference == null) {
            System.err.printf("%s: no reference given, sampling one for %s%n", task, file);
            reference = ReferenceSample.of(scores);
            known.put(task, reference);
            ReferenceFile.write(file, known);
        }
        return reference;
    }
}
